package dev.sshpulse.stack;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.diagnosis.Diagnosis;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever can end a connection, the tree of questions has a branch that leads to it. */
class DashboardTreeTest {
  private static final String ROSE = "3a. They rose";
  private static final String FLAT = "3b. They stayed flat";

  private static final Pattern BY_CAUSE_OR_INITIATOR =
      Pattern.compile("^sum by \\((cause|initiator)\\b");

  private static final List<Node> PANELS = Dashboard.of("sshpulse-diagnosis.json").panels();

  /** All that the rules of the diagnosis can come to, but for what ended in order. */
  static Stream<Verdict> failures() {
    return Diagnosis.verdicts().stream().filter(verdict -> verdict.cause().failed());
  }

  static Stream<Verdict> failuresWithoutABrokenPipe() {
    return failures().filter(verdict -> verdict.cause() != Cause.BROKEN_PIPE);
  }

  static Stream<Verdict> failuresOfOthers() {
    return failures()
        .filter(verdict -> Set.of(Initiator.PEER, Initiator.NETWORK).contains(verdict.initiator()));
  }

  @Test
  void asksAtTheFirstForkWhetherBrokenPipesRoseAndWhoEndedThem() {
    List<Node> fork = branch("2. Did broken pipes rise?");

    assertThat(fork)
        .flatExtracting(panel -> selectors(panel).toList())
        .extracting(PromQuery.Selector::metric)
        .contains("ssh_sigpipe_total", "ssh_connection_failures_total");
    assertThat(words(fork)).contains("**3a**", "**3b**", "**both**");
  }

  @ParameterizedTest
  @MethodSource("failuresOfOthers")
  void drawsWhatThePeerOrTheNetworkEndedWherePipesBroke(Verdict failure) {
    List<Node> branch = branch(ROSE);

    assertThat(shown(branch, "timeseries", failure)).isTrue();
  }

  /** Not on this side's limits alone: what a NAT forgets or a load balancer resets breaks none. */
  @ParameterizedTest
  @MethodSource("failuresWithoutABrokenPipe")
  void drawsAndCountsWhateverEndedWhereNoPipeBroke(Verdict failure) {
    List<Node> branch = branch(FLAT);

    assertThat(shown(branch, "timeseries", failure)).as("drawn").isTrue();
    assertThat(shown(branch, "table", failure)).as("counted").isTrue();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void hasASettingOrAPlaceToLookForEveryCause(Verdict failure) {
    List<String> row = settings().get(failure.cause().label());

    assertThat(row).isNotNull().hasSize(3).noneMatch(String::isBlank);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void countsEveryFailureByWhoEndedIt(Verdict failure) {
    List<Node> fork = branch("2. Did broken pipes rise?");

    assertThat(shown(fork, "table", failure)).isTrue();
  }

  /** The panels below a heading, up to the next. */
  private static List<Node> branch(String heading) {
    List<Node> branch = new ArrayList<>();
    boolean inside = false;
    for (Node panel : PANELS) {
      if (panel.at("type").text().equals("row")) {
        inside = panel.at("title").text().startsWith(heading);
      } else if (inside) {
        branch.add(panel);
      }
    }
    assertThat(branch).as(heading).isNotEmpty();
    return branch;
  }

  private static String words(List<Node> branch) {
    return branch.stream()
        .filter(panel -> panel.at("type").text().equals("text"))
        .map(panel -> panel.at("options").at("content").text())
        .reduce("", (all, one) -> all + one + "\n");
  }

  /** By cause, the cells of its row. */
  private static Map<String, List<String>> settings() {
    return words(branch(FLAT))
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> List.of(line.substring(2, line.length() - 2).split(" \\| ")))
        .collect(toMap(cells -> cells.get(0), cells -> cells));
  }

  /** Under its cause or initiator, and not within a sum or a difference of all. */
  private static boolean shown(List<Node> branch, String type, Verdict failure) {
    return branch.stream()
        .filter(panel -> panel.at("type").text().equals(type))
        .flatMap(panel -> queries(panel).filter(BY_CAUSE_OR_INITIATOR.asPredicate()))
        .map(query -> PromQuery.selectors(query).get(0))
        .filter(selector -> selector.metric().equals("ssh_connection_failures_total"))
        .anyMatch(selector -> selects(selector, failure));
  }

  private static Stream<PromQuery.Selector> selectors(Node panel) {
    return queries(panel).flatMap(query -> PromQuery.selectors(query).stream());
  }

  private static Stream<String> queries(Node panel) {
    return panel.has("targets")
        ? panel.at("targets").list().stream().map(target -> target.at("expr").text())
        : Stream.of();
  }

  private static boolean selects(PromQuery.Selector selector, Verdict failure) {
    Map<String, String> labels =
        Map.of("cause", failure.cause().label(), "initiator", failure.initiator().label());
    return selector.conditions().stream()
        .filter(condition -> labels.containsKey(condition.label()))
        .allMatch(condition -> holds(condition, labels.get(condition.label())));
  }

  private static boolean holds(PromQuery.Condition condition, String value) {
    boolean matches =
        condition.operator().endsWith("~")
            ? value.matches(condition.value())
            : value.equals(condition.value());
    return condition.operator().startsWith("!") != matches;
  }
}
