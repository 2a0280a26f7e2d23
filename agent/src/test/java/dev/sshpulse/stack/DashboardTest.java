package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of Grafana's dashboard-linter, and that the file suits the import page. */
class DashboardTest {
  private static final String SOURCE = "${datasource}";
  private static final Pattern SELECTOR = Pattern.compile("[a-z_]+\\{([^}]*)}");
  private static final Pattern COUNTER =
      Pattern.compile("(rate|increase|irate)\\([a-z_]+_total\\{");

  private final Dashboard overview = Dashboard.of("sshpulse-overview.json");

  @Test
  void isImportedWithoutAnInputAndUnderAnAddressThatStays() {
    Node json = overview.json();

    assertThat(json.has("__inputs")).isFalse();
    assertThat(json.at("id").value()).isNull();
    assertThat(json.at("uid").text()).isEqualTo("sshpulse-overview");
    assertThat((int) json.at("schemaVersion").value()).isBetween(39, 41);
    assertThat(json.at("title").text()).isNotBlank();
  }

  @Test
  void cannotBeEditedInPlace() {
    assertThat(overview.json().at("editable").value()).isEqualTo(false);
  }

  @Test
  void letsTheUserChooseTheDataSource() {
    List<Node> sources =
        overview.variables().stream()
            .filter(v -> v.at("type").text().equals("datasource"))
            .toList();

    assertThat(sources).hasSize(1);
    assertThat(sources.get(0).at("name").text()).isEqualTo("datasource");
    assertThat(sources.get(0).at("label").text()).isEqualTo("Data source");
    assertThat(sources.get(0).at("query").text()).isEqualTo("prometheus");
  }

  @Test
  void letsTheUserChooseSeveralJobsAndInstances() {
    List<Node> queries =
        overview.variables().stream().filter(v -> v.at("type").text().equals("query")).toList();

    assertThat(queries)
        .extracting(v -> v.at("name").text() + " " + v.at("label").text())
        .containsExactly("job Job", "instance Instance");
    assertThat(queries)
        .allSatisfy(
            variable -> {
              assertThat(variable.at("datasource").at("uid").text()).isEqualTo(SOURCE);
              assertThat(variable.at("multi").value()).isEqualTo(true);
              assertThat(variable.at("includeAll").value()).isEqualTo(true);
              assertThat(variable.at("allValue").text()).isEqualTo(".+");
              assertThat(variable.at("refresh").value()).as("on time range change").isEqualTo(2);
              assertThat(variable.at("definition").text())
                  .isEqualTo(variable.at("query").at("query").text());
            });
  }

  @Test
  void saysInEveryPanelWhatItShowsAndWhatToDo() {
    assertThat(overview.panels())
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              assertThat(panel.at("title").text()).isNotBlank();
              assertThat(panel.at("description").text())
                  .contains("**Good:**", "**Bad:**", "**Do:**");
              assertThat(unit(panel)).isNotBlank();
              assertThat(panel.at("datasource").at("uid").text()).isEqualTo(SOURCE);
              assertThat(panel.at("targets").list()).isNotEmpty();
            });
    assertThat(overview.panels())
        .extracting(panel -> panel.at("id").value())
        .doesNotHaveDuplicates();
  }

  private static String unit(Node panel) {
    return panel.at("fieldConfig").at("defaults").at("unit").text();
  }

  @Test
  void asksOnlyForTheJobsAndInstancesThatWereChosen() {
    assertThat(overview.panels())
        .flatExtracting(panel -> panel.at("targets").list())
        .allSatisfy(
            target -> {
              assertThat(target.at("datasource").at("uid").text()).isEqualTo(SOURCE);
              assertThat(target.at("legendFormat").text()).isNotBlank();
              assertThatSelectsBoth(target.at("expr").text());
            });
  }

  @Test
  void drawsOneLineForEachInstanceOfWhatIsOpenAndOfWhatBreaks() {
    assertThat(overview.panels().subList(0, 2))
        .flatExtracting(panel -> panel.at("targets").list())
        .extracting(target -> target.at("legendFormat").text())
        .containsExactly("{{instance}}", "{{instance}}");
  }

  private static void assertThatSelectsBoth(String query) {
    Matcher selector = SELECTOR.matcher(query);
    int selectors = 0;
    while (selector.find()) {
      selectors++;
      assertThat(selector.group(1)).contains("job=~\"$job\"", "instance=~\"$instance\"");
    }
    assertThat(selectors).as(query).isPositive();
  }

  @Test
  void neverShowsACounterButAsARate() {
    assertThat(overview.panels())
        .flatExtracting(panel -> panel.at("targets").list())
        .extracting(target -> target.at("expr").text())
        .filteredOn(query -> query.contains("_total"))
        .isNotEmpty()
        .allSatisfy(query -> assertThat(query).containsPattern(COUNTER));
  }
}
