package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All rules of Grafana's dashboard-linter hold for both dashboards, without an exclusion. */
class DashboardLintTest {

  static Stream<Arguments> rulesAndDashboards() {
    return Arrays.stream(LintRule.values())
        .flatMap(rule -> Dashboard.FILES.stream().map(file -> Arguments.of(rule, file)));
  }

  @ParameterizedTest(name = "{0}, in {1}")
  @MethodSource("rulesAndDashboards")
  void holds(LintRule rule, String file) {
    Dashboard dashboard = Dashboard.of(file);

    List<String> complaints = rule.complaints(dashboard);

    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void complainsOnceItIsBroken(LintRule rule) {
    Dashboard dashboard = Dashboard.of("sshpulse-overview.json");

    spoil(rule, dashboard);

    assertThat(rule.complaints(dashboard)).isNotEmpty();
  }

  /** No rule without a way to break it: this would not compile. */
  private static void spoil(LintRule rule, Dashboard dashboard) {
    Node panel = dashboard.json().at("panels").where("title", "Active SSH connections");
    Node target = panel.at("targets").list().get(0);
    switch (rule) {
      case TEMPLATE_DATASOURCE -> put(dashboard.variable("datasource"), "name", "DS_PROMETHEUS");
      case TEMPLATE_JOB -> put(dashboard.variable("job"), "allValue", ".*");
      case TEMPLATE_INSTANCE -> put(dashboard.variable("instance"), "multi", false);
      case TEMPLATE_LABEL_PROMQL ->
          put(dashboard.variable("job").at("query"), "query", "label_values(ssh_{, job)");
      case TEMPLATE_ON_TIME_CHANGE_RELOAD -> put(dashboard.variable("job"), "refresh", 1);
      case PANEL_DATASOURCE -> put(panel.at("datasource"), "uid", "P1809F7CD0C75ACF3");
      case PANEL_TITLE_DESCRIPTION -> put(panel, "description", "");
      case PANEL_UNITS -> put(panel.at("fieldConfig").at("defaults"), "unit", "connections");
      case PANEL_NO_TARGETS -> put(panel, "targets", List.of());
      case TARGET_LOGQL -> askLoki(target, "rate([$__auto])");
      case TARGET_LOGQL_AUTO -> askLoki(target, "rate({app=\"sshd\"}[5m])");
      case TARGET_PROMQL -> put(target, "expr", "sum by (instance ssh_active_connections");
      case TARGET_RATE_INTERVAL -> ask(target, "rate(ssh_sigpipe_total{%s}[5m])");
      case TARGET_JOB ->
          put(target, "expr", "ssh_active_connections{job=\"$job\",instance=~\"$instance\"}");
      case TARGET_INSTANCE -> put(target, "expr", "ssh_active_connections{job=~\"$job\"}");
      case TARGET_COUNTER_AGG -> ask(target, "sum(ssh_sigpipe_total{%s})");
      case UNEDITABLE_DASHBOARD -> put(dashboard.json(), "editable", true);
    }
  }

  private static void ask(Node target, String query) {
    put(target, "expr", query.formatted("job=~\"$job\",instance=~\"$instance\""));
  }

  private static void askLoki(Node target, String query) {
    put(target.at("datasource"), "type", "loki");
    put(target, "expr", query);
  }

  @SuppressWarnings("unchecked") // Objects of JSON
  private static void put(Node node, String key, Object value) {
    ((Map<String, Object>) node.value()).put(key, value);
  }
}
