package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every query that users are given asks for metrics that exist, and for labels that they have. */
class QueriesTest {
  private static final Path GRAFANA = Dashboard.ROOT.resolve("grafana");
  private static final Pattern FENCED = Pattern.compile("```promql\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LEGEND = Pattern.compile("\\{\\{ *([a-z_]+) *}}");
  private static final Pattern ANNOTATION = Pattern.compile("\\$labels\\.([a-z_]+)");
  private static final Pattern CHOICES = Pattern.compile("label_values\\((.+), *([a-z_]+)\\)");
  private static final Pattern DURATION =
      Pattern.compile("\\$\\{?__(?:rate_)?(?:interval|range)}?");

  @Test
  void inRulesParseAndNameWhatIsThere() {
    Catalogue catalogue = Rules.catalogue();

    for (Node alert : Rules.alerts()) {
      Set<String> labels = Promql.of(alert.at("expr").text()).labels(catalogue);
      assertThat(labels)
          .as(alert.at("alert").text())
          .containsAll(named(ANNOTATION, alert.at("annotations").value().toString()));
    }
  }

  static Stream<Path> pages() throws IOException {
    return Files.walk(GRAFANA).filter(file -> file.toString().endsWith(".md")).sorted();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void inPagesParseAndNameWhatIsThere(Path page) {
    Catalogue catalogue = Rules.catalogue();

    Matcher fenced = FENCED.matcher(Node.read(page));
    while (fenced.find()) {
      for (String query : fenced.group(1).split("\n\n")) {
        assertThat(Promql.of(query).labels(catalogue)).isNotNull();
      }
    }
  }

  static Stream<Path> dashboards() throws IOException {
    return Files.list(GRAFANA).filter(file -> file.toString().endsWith(".json")).sorted();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void inDashboardsParseAndNameWhatIsThere(Path dashboard) {
    Catalogue catalogue = Rules.catalogue();
    List<Node> targets = new ArrayList<>();
    addTargets(Node.of(dashboard), targets);

    assertThat(targets).isNotEmpty();
    for (Node target : targets) {
      Set<String> labels = Promql.of(filled(target.at("expr").text())).labels(catalogue);
      if (target.has("legendFormat")) {
        assertThat(labels)
            .as(target.at("expr").text())
            .containsAll(named(LEGEND, target.at("legendFormat").text()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void inVariablesParseAndNameWhatIsThere(Path dashboard) {
    Catalogue catalogue = Rules.catalogue();

    for (Node variable : Node.of(dashboard).at("templating").at("list").list()) {
      if (variable.at("type").text().equals("query")) {
        Matcher choices = CHOICES.matcher(variable.at("query").at("query").text());
        assertThat(choices.matches()).as(variable.toString()).isTrue();
        assertThat(Promql.of(filled(choices.group(1))).labels(catalogue))
            .contains(choices.group(2));
      }
    }
  }

  /** What asks: panels' targets and annotations alike. */
  private static void addTargets(Node node, List<Node> to) {
    if (node.has("expr")) {
      to.add(node);
    }
    if (node.value() instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> addTargets(node.at(key.toString()), to));
    } else if (node.value() instanceof List<?>) {
      node.list().forEach(element -> addTargets(element, to));
    }
  }

  /** Its other variables stand in texts. */
  private static String filled(String query) {
    return DURATION.matcher(query).replaceAll("5m");
  }

  private static Set<String> named(Pattern pattern, String text) {
    Set<String> named = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      named.add(matcher.group(1));
    }
    return named;
  }
}
