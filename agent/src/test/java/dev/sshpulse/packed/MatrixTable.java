package dev.sshpulse.packed;

import dev.sshpulse.model.Side;
import dev.sshpulse.probe.SocketApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fault matrix for people: what was done, and for each JDK and side what the agent said. */
final class MatrixTable {
  private final List<Outcome> outcomes;

  MatrixTable(List<Outcome> outcomes) {
    this.outcomes = outcomes;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(rows());
    for (Jdk jdk : distinctJdks()) {
      for (Side side : Side.values()) {
        text.append("\n").append(figures(jdk, side));
      }
    }
    return text.toString();
  }

  private List<Jdk> distinctJdks() {
    return outcomes.stream().map(Outcome::jdk).distinct().toList();
  }

  /** What was done, what Java said of it, and what the agent must say. */
  String rows() {
    List<String> lines = new ArrayList<>();
    lines.add(line("", "what is done", "what Java says first", "cause", "initiator"));
    lines.add("|---|---|---|---|---|");
    for (Fault fault : Fault.values()) {
      String cause = !fault.ends() ? "none: it does not end" : "`" + fault.cause() + "`";
      lines.add(line(fault.id(), fault.story(), symptoms(fault), cause, fault.initiator()));
    }
    return String.join("\n", lines) + "\n";
  }

  private String symptoms(Fault fault) {
    return outcomes.stream()
        .filter(outcome -> outcome.cell().fault() == fault)
        .flatMap(outcome -> outcome.cell().symptoms().stream().limit(1))
        .map(symptom -> symptom.replaceFirst("^\\w+: ", ""))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private String figures(Jdk jdk, Side side) {
    List<String> lines = new ArrayList<>();
    lines.add(jdk + ", " + side.label() + ":\n");
    lines.add(line("", "what is done", Stream.of(SocketApi.values()).map(SocketApi::title)));
    lines.add("|---|---|" + "---|".repeat(SocketApi.values().length));
    for (Fault fault : Fault.values()) {
      Stream<String> told = Stream.of(SocketApi.values()).map(api -> told(jdk, side, fault, api));
      lines.add(line(fault.id(), fault.story(), told));
    }
    return String.join("\n", lines) + "\n";
  }

  private String told(Jdk jdk, Side side, Fault fault, SocketApi api) {
    return outcomes.stream()
        .filter(outcome -> outcome.jdk().equals(jdk) && outcome.cell().isAt(fault, api, side))
        .map(MatrixTable::told)
        .collect(Collectors.joining());
  }

  private static String told(Outcome outcome) {
    if (!outcome.cell().fault().ends()) {
      return outcome.isRight() ? "half open" : "**not noticed**";
    }
    if (outcome.told().size() != 1) {
      return "**told " + outcome.told().size() + " times**";
    }
    Told told = outcome.told().get(0);
    Cell cell = outcome.cell();
    String times = of(told.idle(), cell.idle()) + " + " + of(told.detection(), cell.detection());
    return outcome.isRight()
        ? times
        : "**" + told.cause() + ", " + told.initiator() + "** " + times;
  }

  private static String of(Duration told, Duration measured) {
    return seconds(told) + "/" + seconds(measured);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1e3);
  }

  private static String line(String first, String second, Stream<String> more) {
    return line(Stream.concat(Stream.of(first, second), more).toArray(String[]::new));
  }

  private static String line(String... columns) {
    return "| " + String.join(" | ", columns) + " |";
  }
}
