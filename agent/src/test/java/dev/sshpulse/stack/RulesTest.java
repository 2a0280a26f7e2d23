package dev.sshpulse.stack;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.config.Setting;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules that Prometheus' own tool accepts, each alert with its cases and with a page to turn to.
 */
class RulesTest {
  private static final String RUNBOOK = "https://git.example.com/sshpulse/blob/main/";
  private static final Pattern DASHBOARD =
      Pattern.compile("https://grafana\\.example\\.com/d/([a-z-]+)(\\?.*)?");
  private static final Pattern PANELS =
      Pattern.compile("(?m)^\\* In \\[the [a-z]+]\\((.+?\\.json)\\): (.+)\\.$");
  private static final Pattern SETTING =
      Pattern.compile(
          "(?:`|-Dsshpulse\\.)((?:hooks|http|sidecar|half-open|protection|spans)\\.[a-z.-]+)[`=]");
  private static final Pattern OVER =
      Pattern.compile(
          "## It is over when\n\n```promql\n(.+?)\n```\n\nhas (?:had )?no answer", Pattern.DOTALL);
  private static final Pattern BOLD = Pattern.compile("\\*\\*(.+?)\\*\\*");
  private static final Pattern RECORDED =
      Pattern.compile(
          "instance(_[a-z]+)*:[a-z_]+:((p[0-9]+|ratio)_)?((rate|increase)[0-9]+[mh]|ratio)");
  private static final Pattern TURN =
      Pattern.compile("match \"\\^\\((.+?)\\)\\$\"[^}]*}}\\s*([^{]+?)\\s*\\{\\{");

  /** Those that any port of SSH on the Internet sees all day, which are left out on servers. */
  private static final List<Cause> OF_STRANGERS =
      List.of(
          Cause.AUTH_FAILED,
          Cause.AUTH_TIMEOUT,
          Cause.CONNECTION_RESET,
          Cause.KEY_EXCHANGE_FAILED,
          Cause.PROTOCOL_ERROR,
          Cause.SSH_DISCONNECT,
          Cause.UNEXPECTED_EOF);

  private static final List<String> OVER_IN_OTHER_WORDS =
      List.of("SshpulseAbsent", "SshpulseDown", "SshpulseDropping", "SshpulseErrors");

  private static final Map<Turn, String> WORDS =
      Map.of(
          Turn.PEER, "those who run the other end.",
          Turn.NETWORK, "those who run the network between the two.",
          Turn.THIS_HOST, "those who run this host.");

  @Test
  void areAcceptedByPrometheus() throws Exception {
    List<String> command = new ArrayList<>(List.of("check", "rules", "--lint-fatal"));
    Rules.files().forEach(file -> command.add(file.toString()));

    assertThat(promtool(command)).contains("SUCCESS");
  }

  @Test
  void passTheirTests() throws Exception {
    List<String> command = new ArrayList<>(List.of("test", "rules"));
    tests().forEach(file -> command.add(file.toString()));

    assertThat(promtool(command)).contains("SUCCESS");
  }

  private static List<Path> tests() throws IOException {
    try (Stream<Path> files = Files.list(Rules.FOLDER.resolve("tests"))) {
      return files.sorted().toList();
    }
  }

  private static String promtool(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(Tool.path("promtool", "prometheus")));
    command.addAll(arguments);
    Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor(120, SECONDS)).isTrue();
    assertThat(promtool.exitValue()).as(said).isZero();
    return said;
  }

  /** For each alert, of each case, whether it fires. */
  private static Map<String, List<Boolean>> cases() throws IOException {
    Map<String, List<Boolean>> cases = new HashMap<>();
    for (Path file : tests()) {
      for (Node test : Node.of(file).at("tests").list()) {
        if (test.has("alert_rule_test")) {
          addCases(test, cases);
        }
      }
    }
    return cases;
  }

  private static void addCases(Node test, Map<String, List<Boolean>> to) {
    for (Node wanted : test.at("alert_rule_test").list()) {
      to.computeIfAbsent(wanted.at("alertname").text(), name -> new ArrayList<>())
          .add(!wanted.at("exp_alerts").list().isEmpty());
    }
  }

  @Test
  void haveEachACaseThatFiresAndOneThatIsQuiet() throws IOException {
    Map<String, List<Boolean>> cases = cases();

    assertThat(cases.keySet())
        .containsExactlyInAnyOrderElementsOf(
            alerts().map(alert -> alert.at("alert").text()).toList());
    assertThat(cases).allSatisfy((name, fires) -> assertThat(fires).contains(true, false));
  }

  static Stream<Node> alerts() {
    return Rules.alerts().stream();
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void sayHowBadItIsAndWhatToDo(Node alert) {
    Node annotations = alert.at("annotations");

    assertThat(alert.at("alert").text()).matches("Ssh(pulse)?([A-Z][a-z]+)+");
    assertThat(alert.at("for").text()).matches("[0-9]+m");
    assertThat(alert.at("labels").at("severity").text()).isIn("critical", "warning", "info");
    assertThat(annotations.at("summary").text()).matches("[A-Z][^.{]+\\.");
    assertThat(annotations.at("description").text()).endsWith(".");
    assertThat(annotations.at("runbook_url").text())
        .isEqualTo(RUNBOOK + "grafana/runbooks/" + alert.at("alert").text() + ".md");
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void standInTheTableOfThresholds(Node alert) {
    String name = alert.at("alert").text();
    String severity = alert.at("labels").at("severity").text();

    assertThat(Node.read(Rules.FOLDER.resolve("README.md")).lines())
        .anyMatch(
            line ->
                line.startsWith("| [%s](../runbooks/%s.md) | %s | ".formatted(name, name, severity))
                    && line.endsWith(" | " + alert.at("for").text() + " |"));
  }

  /** To the first that the runbook names panels of: the one with the figure. */
  @ParameterizedTest
  @MethodSource("alerts")
  void leadToTheDashboardThatTheirRunbookStartsWith(Node alert) {
    Matcher url = DASHBOARD.matcher(alert.at("annotations").at("dashboard_url").text());
    Path runbook = Rules.RUNBOOKS.resolve(alert.at("alert").text() + ".md");
    Matcher panels = PANELS.matcher(Node.read(runbook));

    assertThat(url.matches()).isTrue();
    assertThat(panels.find()).isTrue();
    assertThat(Node.of(runbook.resolveSibling(panels.group(1)).normalize()).at("uid").text())
        .isEqualTo(url.group(1));
  }

  /** Else a page would wait for more, or for less, than the alert does. */
  @ParameterizedTest
  @MethodSource("alerts")
  void areOverWhenTheirRunbookSaysSo(Node alert) {
    Matcher over =
        OVER.matcher(Node.read(Rules.RUNBOOKS.resolve(alert.at("alert").text() + ".md")));

    if (over.find()) {
      assertThat(over.group(1)).isEqualTo(alert.at("expr").text().strip());
    } else {
      assertThat(alert.at("alert").text()).isIn(OVER_IN_OTHER_WORDS);
    }
  }

  @Test
  void haveEachItsRunbookAndNoRunbookHasNone() throws IOException {
    List<String> pages =
        Rules.runbooks().stream().map(page -> page.getFileName().toString()).toList();

    assertThat(pages)
        .containsExactlyInAnyOrderElementsOf(
            alerts().map(alert -> alert.at("alert").text() + ".md").toList());
  }

  /** Those that a page names in code, or as a system property. */
  @ParameterizedTest
  @MethodSource("runbooks")
  void nameInTheirRunbooksSettingsThatAreThere(Path runbook) {
    List<String> settings = Setting.all().stream().map(Setting::key).toList();

    SETTING
        .matcher(Node.read(runbook))
        .results()
        .forEach(named -> assertThat(settings).contains(named.group(1)));
  }

  static Stream<Path> runbooks() throws IOException {
    return Rules.runbooks().stream();
  }

  @ParameterizedTest
  @MethodSource("runbooks")
  void nameInTheirRunbooksPanelsThatAreThere(Path runbook) throws IOException {
    Matcher lines = PANELS.matcher(Node.read(runbook));

    assertThat(lines.find()).as("a line with panels").isTrue();
    do {
      String dashboard = Node.read(runbook.resolveSibling(lines.group(1)));
      BOLD.matcher(lines.group(2))
          .results()
          .forEach(name -> assertThat(dashboard).contains("\"title\": \"" + name.group(1) + '"'));
    } while (lines.find());
  }

  @Test
  void recordOnlyWhatIsUsedUnderANameThatTellsHow() throws IOException {
    StringBuilder users = new StringBuilder(Node.read(Rules.files().get(1)));
    for (Path page : Rules.runbooks()) {
      users.append(Node.read(page));
    }
    Rules.recorded().forEach(rule -> users.append(rule.at("expr").text()).append('\n'));

    assertThat(Rules.recorded())
        .extracting(rule -> rule.at("record").text())
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(name).matches(RECORDED))
        .allSatisfy(name -> assertThat(users.toString()).contains(name));
  }

  @Test
  void recordTheBrokenPipesAsTheyAreServed() {
    assertThat(recorded("instance_side:ssh_sigpipe:rate5m"))
        .isEqualTo("rate(ssh_sigpipe_total[5m])");
  }

  private static String recorded(String name) {
    return new Node("recorded", values(Rules.recorded())).where("record", name).at("expr").text();
  }

  private static List<Object> values(List<Node> nodes) {
    return nodes.stream().map(Node::value).toList();
  }

  /** The same as the agent's own answers say; what is in none of the lists is the application's. */
  @Test
  void sayWhoseTurnItIsAsTheCausesDo() {
    Node failing =
        new Node("alerts", values(Rules.alerts())).where("alert", "SshConnectionsFailing");
    String description = failing.at("annotations").at("description").text();

    List<String> told = new ArrayList<>();
    Matcher lists = TURN.matcher(description);
    while (lists.find()) {
      for (String cause : lists.group(1).split("\\|")) {
        told.add(cause + ": " + lists.group(2));
      }
    }

    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Cause.values())
                .filter(cause -> cause.failed() && cause.turn() != Turn.APPLICATION)
                .map(cause -> cause.label() + ": " + WORDS.get(cause.turn()))
                .toList());
  }

  @Test
  void leaveOutWhatStrangersDoToServers() {
    String strangers = String.join("|", OF_STRANGERS.stream().map(Cause::label).sorted().toList());

    assertThat(recorded("instance_side_cause_initiator:ssh_connection_troubles:rate5m"))
        .contains("{side=\"client\"}", "{side=\"server\",cause!~\"" + strangers + "\"}");
  }
}
