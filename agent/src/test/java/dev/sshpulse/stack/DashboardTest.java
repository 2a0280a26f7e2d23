package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the dashboards say and promise, beyond the rules that {@link DashboardLintTest} keeps. */
class DashboardTest {
  static final List<String> FILES = Dashboard.FILES;

  private static final int COLUMNS = 24;
  private static final String OWN = "https://git.example.com/sshpulse/blob/main/";
  private static final Pattern ADDRESS = Pattern.compile("https?://[^)\"\\s]+");

  /** Those whose samples carry the trace that led to them. */
  private static final Pattern TRACED =
      Pattern.compile(
          "ssh_(connection_failures_total|sigpipe_total|(handshake|auth|connection)_duration"
              + "_seconds_bucket|connection_idle_before_failure_seconds_bucket"
              + "|failure_detection_seconds_bucket)");

  @ParameterizedTest
  @FieldSource("FILES")
  void isImportedWithoutAnInputAndUnderAnAddressThatStays(String file) {
    Node json = Dashboard.of(file).json();

    assertThat(json.has("__inputs")).isFalse();
    assertThat(json.at("id").value()).isNull();
    assertThat(json.at("uid").text() + ".json").isEqualTo(file);
    assertThat((int) json.at("schemaVersion").value()).isBetween(39, 42);
    assertThat(json.at("title").text()).isNotBlank();
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void saysInEveryPanelWhatIsGoodWhatIsBadAndWhatToDo(String file) {
    List<Node> panels = Dashboard.of(file).dataPanels();

    assertThat(panels)
        .isNotEmpty()
        .allSatisfy(
            panel ->
                assertThat(panel.at("description").text())
                    .contains("**Good:**", "**Bad:**", "**Do:**"));
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void laysItsPanelsOutWithoutAnOverlap(String file) {
    List<Node> panels = Dashboard.of(file).panels();

    List<String> taken = new ArrayList<>();
    panels.forEach(panel -> taken.addAll(cells(panel.at("gridPos"))));

    assertThat(panels).extracting(panel -> panel.at("id").value()).doesNotHaveDuplicates();
    assertThat(taken).doesNotHaveDuplicates();
  }

  private static List<String> cells(Node grid) {
    List<String> cells = new ArrayList<>();
    int left = (int) grid.at("x").value();
    int top = (int) grid.at("y").value();
    assertThat(left + (int) grid.at("w").value()).isBetween(1, COLUMNS);
    for (int x = left; x < left + (int) grid.at("w").value(); x++) {
      for (int y = top; y < top + (int) grid.at("h").value(); y++) {
        cells.add(x + "," + y);
      }
    }
    return cells;
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void drawsOneLineForEachInstanceOfWhatIsOpenAndOfWhatBreaks(String file) {
    Dashboard dashboard = Dashboard.of(file);

    assertThat(only(dashboard, "Active SSH connections"))
        .isEqualTo(
            "sum by (instance) (ssh_active_connections{job=~\"$job\",instance=~\"$instance\"})");
    assertThat(only(dashboard, "Broken pipes on SSH connections"))
        .isEqualTo(
            "sum by (instance) (rate(ssh_sigpipe_total{job=~\"$job\",instance=~\"$instance\"}"
                + "[$__rate_interval]))");
  }

  private static String only(Dashboard dashboard, String title) {
    List<Node> targets = dashboard.json().at("panels").where("title", title).at("targets").list();
    assertThat(targets).hasSize(1);
    assertThat(targets.get(0).at("legendFormat").text()).isEqualTo("{{instance}}");
    return targets.get(0).at("expr").text();
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void neverPassesNothingOffAsZero(String file) {
    assertThat(queries(Dashboard.of(file)))
        .noneMatch(query -> query.contains("vector("))
        .noneMatch(query -> query.contains("absent"));
    assertThat(Dashboard.of(file).dataPanels())
        .filteredOn(panel -> Set.of("stat", "table").contains(panel.at("type").text()))
        .allSatisfy(
            panel ->
                assertThat(panel.at("fieldConfig").at("defaults").at("noValue").text())
                    .as("said instead of a number where there is none: %s", panel.path())
                    .isNotBlank());
  }

  /** A rate above zero alone would be as empty on a quiet day as on one when nobody looks. */
  @ParameterizedTest
  @FieldSource("FILES")
  void tellsAQuietDayFromOneWhenNobodyLooks(String file) {
    assertThat(Dashboard.of(file).dataPanels())
        .filteredOn(panel -> panel.at("type").text().equals("timeseries"))
        .filteredOn(panel -> !panel.at("title").text().equals("What killed SSH connections"))
        .allSatisfy(
            panel ->
                assertThat(panel.at("targets").list())
                    .as(panel.path())
                    .anyMatch(target -> !target.at("expr").text().endsWith("> 0")));
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void asksForTracesOnlyWhereThereAreSome(String file) {
    List<Node> targets =
        Dashboard.of(file).dataPanels().stream()
            .flatMap(panel -> panel.at("targets").list().stream())
            .toList();

    assertThat(targets)
        .filteredOn(target -> target.has("exemplar") && target.at("exemplar").value().equals(true))
        .isNotEmpty()
        .allSatisfy(target -> assertThat(target.at("expr").text()).containsPattern(TRACED));
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void marksWhenAnInstanceStarted(String file) {
    Node annotation = Dashboard.of(file).json().at("annotations").at("list").list().get(0);

    assertThat(annotation.at("enable").value()).isEqualTo(true);
    assertThat(annotation.at("datasource").at("uid").text()).isEqualTo("${datasource}");
    assertThat(PromQuery.selectors(annotation.at("expr").text()))
        .extracting(PromQuery.Selector::metric)
        .containsOnly("sshpulse_start_duration_seconds");
  }

  static Stream<String> addresses() {
    return Dashboard.FILES.stream()
        .flatMap(file -> ADDRESS.matcher(text(file)).results())
        .map(found -> found.group())
        .distinct()
        .sorted();
  }

  private static String text(String file) {
    return Node.read(Dashboard.ROOT.resolve("grafana").resolve(file));
  }

  /** They begin as those of the alerts: README.md sets both with one command. */
  @ParameterizedTest
  @MethodSource("addresses")
  void leadsOnlyToPagesOfThisProjectThatExist(String address) {
    assertThat(address).startsWith(OWN);
    assertThat(Dashboard.ROOT.resolve(address.substring(OWN.length()))).isRegularFile();
  }

  /** Windows overlap, so a heatmap of increases would show one ending several times. */
  @ParameterizedTest
  @FieldSource("FILES")
  void countsNoEndingTwiceInAHeatmap(String file) {
    assertThat(Dashboard.of(file).dataPanels())
        .filteredOn(panel -> panel.at("type").text().equals("heatmap"))
        .isNotEmpty()
        .allSatisfy(
            panel ->
                assertThat(panel.at("targets").list().get(0).at("expr").text())
                    .startsWith("sum by (le) (rate("));
  }

  @Test
  void leadsFromEachDashboardToTheOther() {
    assertThat(text("sshpulse-overview.json")).contains("\"/d/sshpulse-diagnosis\"");
    assertThat(text("sshpulse-diagnosis.json")).contains("\"/d/sshpulse-overview\"");
  }

  private static List<String> queries(Dashboard dashboard) {
    return dashboard.dataPanels().stream()
        .flatMap(panel -> panel.at("targets").list().stream())
        .map(target -> target.at("expr").text())
        .toList();
  }
}
