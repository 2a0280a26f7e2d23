package dev.sshpulse.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The folder {@code grafana/rules}, read from the files that Prometheus loads. */
public final class Rules {
  static final Path FOLDER = Dashboard.ROOT.resolve("grafana/rules");
  static final Path RUNBOOKS = Dashboard.ROOT.resolve("grafana/runbooks");

  private static Catalogue catalogue;

  private Rules() {}

  /** The files, in the order in which one uses what another records. */
  public static List<Path> files() {
    return List.of(
        FOLDER.resolve("sshpulse-recording.yaml"), FOLDER.resolve("sshpulse-alerts.yaml"));
  }

  /** Rules that record, in their order. */
  public static List<Node> recorded() {
    return all().filter(rule -> rule.has("record")).toList();
  }

  /** Rules that alert. */
  public static List<Node> alerts() {
    return all().filter(rule -> rule.has("alert")).toList();
  }

  /** What they are made of: the metrics that they ask for, without what they record. */
  public static Set<String> metrics() {
    Set<String> metrics = new TreeSet<>();
    all().forEach(rule -> metrics.addAll(Promql.of(rule.at("expr").text()).metrics()));
    recorded().forEach(rule -> metrics.remove(rule.at("record").text()));
    return metrics;
  }

  private static Stream<Node> all() {
    return files().stream()
        .flatMap(file -> Node.of(file).at("groups").list().stream())
        .flatMap(group -> group.at("rules").list().stream());
  }

  /** The names that a dashboard, a rule or a runbook may use. */
  static synchronized Catalogue catalogue() {
    if (catalogue == null) {
      Catalogue growing = new Catalogue();
      for (Node rule : recorded()) {
        Promql query = Promql.of(rule.at("expr").text());
        growing.addRecorded(rule.at("record").text(), query.labels(growing));
      }
      catalogue = growing;
    }
    return catalogue;
  }

  /** The pages for those who were woken. */
  public static List<Path> runbooks() throws IOException {
    try (Stream<Path> files = Files.list(RUNBOOKS)) {
      return files.sorted().toList();
    }
  }
}
