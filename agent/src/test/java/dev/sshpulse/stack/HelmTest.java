package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Helm makes of {@code deploy/helm}. */
class HelmTest {
  private static final Path CHART = Dashboard.ROOT.resolve("deploy/helm");
  private static final Path GRAFANA = Dashboard.ROOT.resolve("grafana");
  private static final Path HELM = Path.of("target/kubernetes/helm");
  private static final String[] OPERATOR = {"--api-versions", "monitoring.coreos.com/v1"};

  static Stream<Path> values() throws IOException {
    return files(CHART.resolve("ci"), "-values.yaml");
  }

  @ParameterizedTest
  @MethodSource("values")
  void findsNothingToComplainOf(Path values) throws Exception {
    Program lint = helm("lint", "--strict", "--values", values.toString(), CHART.toString());

    assertThat(lint.output()).contains("0 chart(s) failed");
  }

  @ParameterizedTest
  @MethodSource("values")
  void hasAllThatKubernetesWantsAndNothingThatItDoesNotKnow(Path values) throws Exception {
    List<Node> documents = rendered(values);

    assertThat(documents).isNotEmpty().allSatisfy(KubernetesModel::check);
  }

  @ParameterizedTest
  @MethodSource("values")
  void takesNothingOfTheNodeButItsNetworkAndTheLog(Path values) throws Exception {
    Pod pod = new Pod(daemonSet(values));

    pod.assertRestricted();
    pod.assertImagesHaveARegistryAndATag();
    pod.assertSettingsAreKnown();
    assertThat(pod.spec().at("hostNetwork").value()).isEqualTo(true);
    assertThat(pod.spec().has("hostPID")).isFalse();
    if (pod.spec().has("volumes")) {
      assertThat(pod.spec().at("volumes").list())
          .singleElement()
          .satisfies(log -> assertThat(log.at("hostPath").at("path").text()).isEqualTo("/var/log"));
      assertThat(pod.container("sshpulse").at("volumeMounts").list())
          .singleElement()
          .satisfies(mount -> assertThat(mount.at("readOnly").value()).isEqualTo(true));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "everything"})
  void tellsPrometheusInAnnotationsWhereItListens(String name) throws Exception {
    Pod pod = new Pod(daemonSet(values(name)));

    pod.assertListensWherePrometheusLooks(pod.container("sshpulse"));
  }

  @Test
  void bringsWhatOperatorsReadOnlyWhenAsked() throws Exception {
    assertThat(kinds(rendered(values("default")))).containsExactly("DaemonSet");
    assertThat(kinds(rendered(values("everything")))).containsExactly("DaemonSet");
    assertThat(kinds(rendered(values("operator"))))
        .contains("DaemonSet", "PodMonitor", "ConfigMap")
        .doesNotContain("ServiceAccount");
  }

  @Test
  void thePodMonitorSelectsThePods() throws Exception {
    List<Node> documents = rendered(values("operator"));

    Node monitor = all("PodMonitor", documents).get(0).at("spec");
    Pod pod = new Pod(all("DaemonSet", documents).get(0));
    Map<?, ?> wanted = (Map<?, ?>) monitor.at("selector").at("matchLabels").value();
    assertThat(wanted).isNotEmpty();
    wanted.forEach(
        (label, value) -> assertThat(pod.labels().at((String) label).value()).isEqualTo(value));
    assertThat(pod.hasPort(monitor.at("podMetricsEndpoints").list().get(0).at("port").text()))
        .isTrue();
  }

  @Test
  void bringsEveryDashboardAndEveryRuleAsItIs() throws Exception {
    List<Node> documents = rendered(values("operator"));

    Node dashboards = all("ConfigMap", documents).get(0).at("data");
    List<Path> json = files(GRAFANA, ".json").toList();
    assertThat((Map<?, ?>) dashboards.value()).hasSize(json.size());
    assertThat(json)
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(dashboards.at(file.getFileName().toString()).text())
                    .isEqualTo(Node.read(file)));
    assertThat(all("PrometheusRule", documents))
        .extracting(rule -> rule.at("spec").value())
        .containsExactlyInAnyOrderElementsOf(
            ruleFiles().map(file -> Node.of(file).value()).toList());
  }

  /** A release is kept in a Secret, which has room for one megabyte. */
  @Test
  void packsNothingOfTheFolderGrafanaButDashboardsAndRules(@TempDir Path directory)
      throws Exception {
    helm("package", "--destination", directory.toString(), CHART.toString()).output();

    String archive = files(directory, ".tgz").findFirst().orElseThrow().toString();
    List<String> packed = Program.run(List.of("tar", "-tzf", archive)).output().lines().toList();
    assertThat(packed)
        .filteredOn(file -> file.startsWith("sshpulse/files/"))
        .isNotEmpty()
        .allMatch(file -> file.matches("sshpulse/files/([^/]+\\.json|rules/[^/]+\\.yaml)"));
    assertThat(packed).doesNotContain("sshpulse/ci/default-values.yaml");
  }

  private static Stream<Path> ruleFiles() throws IOException {
    Path rules = GRAFANA.resolve("rules");
    return Files.isDirectory(rules) ? files(rules, ".yaml") : Stream.of();
  }

  @ParameterizedTest
  @CsvSource({
    "imageTagg=1, Additional property imageTagg is not allowed",
    "resources.limit.cpu=1, Additional property limit is not allowed",
    "sshPorts={70000}, sshPorts.0: Must be less than or equal to 65535",
    "podMonitor=yes, podMonitor: Invalid type. Expected: boolean",
    "imageRepository=sshpulse:0.1.0, imageRepository: Does not match pattern",
    "sshdLog=auth.log, sshdLog: Does not match pattern"
  })
  void refusesAValueThatIsNone(String set, String reason) throws Exception {
    Program template = helm("template", "release", CHART.toString(), "--set", set);

    assertThat(template.exit()).isNotZero();
    assertThat(template.err()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"podMonitor", "prometheusRule"})
  void saysWhatToDoWhereTheClusterDoesNotKnowTheKind(String value) throws Exception {
    Program template =
        helm(
            "template",
            "release",
            CHART.toString(),
            "--kube-version",
            "1.29",
            "--set",
            value + "=true");

    assertThat(template.exit()).isNotZero();
    assertThat(template.err())
        .contains(
            value + " is true", "install the Prometheus Operator, or leave " + value + " false");
  }

  @Test
  void everyValueIsCommentedAndHasASchema() {
    List<String> values = new ArrayList<>();
    String before = "";
    for (String line : Node.read(CHART.resolve("values.yaml")).lines().toList()) {
      if (line.matches("[a-zA-Z]+:.*")) {
        values.add(line.substring(0, line.indexOf(':')));
        assertThat(before).as("above " + line).startsWith("# ");
      }
      before = line;
    }

    Node schema = Node.of(CHART.resolve("values.schema.json"));
    values.add("global");
    assertThat(schema.at("additionalProperties").value()).isEqualTo(false);
    assertThat(((Map<?, ?>) schema.at("properties").value()).keySet())
        .extracting(Object::toString)
        .containsExactlyInAnyOrderElementsOf(values);
  }

  private static Path values(String name) {
    return CHART.resolve("ci").resolve(name + "-values.yaml");
  }

  private static Stream<Path> files(Path folder, String end) throws IOException {
    return Files.list(folder).filter(file -> file.toString().endsWith(end)).sorted();
  }

  private static Node daemonSet(Path values) throws Exception {
    return all("DaemonSet", rendered(values)).get(0);
  }

  private static List<Node> all(String kind, List<Node> documents) {
    return documents.stream().filter(document -> document.at("kind").text().equals(kind)).toList();
  }

  private static List<String> kinds(List<Node> documents) {
    return documents.stream().map(document -> document.at("kind").text()).toList();
  }

  /** In a cluster that has all that the chart can make use of. */
  private static List<Node> rendered(Path values) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("template", "release", CHART.toString(), "--kube-version", "1.29"));
    arguments.addAll(List.of("--values", values.toString()));
    arguments.addAll(List.of(OPERATOR));
    String text = helm(arguments.toArray(String[]::new)).output();
    return Node.all(values.getFileName().toString(), text);
  }

  private static Program helm(String... arguments) throws Exception {
    assumeTrue(
        Files.isExecutable(HELM),
        "missing: agent/" + HELM + " (agent/src/test/kubernetes/provide builds it)");
    List<String> command = new ArrayList<>(List.of(HELM.toString()));
    command.addAll(List.of(arguments));
    return Program.run(command);
  }
}
