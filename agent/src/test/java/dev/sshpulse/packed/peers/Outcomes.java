package dev.sshpulse.packed.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** For people: how each scenario ended with each client, as the agent told it. */
final class Outcomes {
  private final Set<String> clients = new LinkedHashSet<>();
  private final Map<Scenario, Map<String, Set<String>>> told = new LinkedHashMap<>();

  void add(Scenario scenario, String client, String ending) {
    clients.add(client);
    told.computeIfAbsent(scenario, row -> new LinkedHashMap<>())
        .computeIfAbsent(client, cell -> new LinkedHashSet<>())
        .add(ending);
  }

  /** Prints them, and leaves them there. */
  void print(Path file) throws IOException {
    System.out.println(this);
    Files.writeString(file, toString());
  }

  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("|  | " + String.join(" | ", clients) + " |");
    lines.add("|---|" + "---|".repeat(clients.size()));
    for (Scenario scenario : Scenario.values()) {
      if (told.containsKey(scenario)) {
        lines.add("| " + scenario + " | " + cells(told.get(scenario)) + " |");
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private String cells(Map<String, Set<String>> row) {
    return clients.stream()
        .map(client -> String.join(" or ", row.getOrDefault(client, Set.of())))
        .collect(Collectors.joining(" | "));
  }
}
