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

  @Test
  void leadsTheLinksOfAlertsAndDashboardsToWhereTheyAre() throws Exception {
    String text =
        template(
                values("operator"),
                "--set",
                "sourcesUrl=https://git.acme.test/ssh/blob/v1,grafanaUrl=https://acme.test/grafana")
            .output();

    assertThat(text)
        .doesNotContain("git.example.com", "grafana.example.com")
        .contains("runbook_url: https://git.acme.test/ssh/blob/v1/grafana/runbooks/")
        .contains("dashboard_url: https://acme.test/grafana/d/sshpulse-")
        .contains("\"url\": \"https://git.acme.test/ssh/blob/v1/grafana/runbooks/");
  }

  @Test
  void listensWhereTheKubeletLooksOnTheOneAddressOfTheNode() throws Exception {
    Program template = template(values("default"), "--set", "listenAddress=hostIP");

    Node sidecar = new Pod(Node.of("template", template.output())).container("sshpulse");
    assertThat(sidecar.at("env").list().get(0).value())
        .isEqualTo(
            Map.of(
                "name",
                "HOST_IP",
                "valueFrom",
                Map.of("fieldRef", Map.of("fieldPath", "status.hostIP"))));
    assertThat(Pod.value(sidecar, "SSHPULSE_HTTP_LISTEN")).isEqualTo("$(HOST_IP):9923");
  }

  @Test
  void takesASecretForAVariable() throws Exception {
    Pod pod = new Pod(daemonSet(values("everything")));

    Node headers = pod.container("sshpulse").at("env").where("name", "OTEL_EXPORTER_OTLP_HEADERS");
    assertThat(headers.at("valueFrom").value())
        .isEqualTo(Map.of("secretKeyRef", Map.of("name", "tracing-backend", "key", "headers")));
    assertThat(headers.has("value")).isFalse();
  }

  /** A DaemonSet's selector cannot be changed. */
  @Test
  void selectsThePodsByNothingThatAValueChanges() throws Exception {
    String other = "fullnameOverride=other,nameOverride=another,imageTag=another";

    Program template = template(values("default"), "--set", other);

    Node changed = Node.of("template", template.output());
    assertThat(changed.at("spec").at("selector").value())
        .isEqualTo(daemonSet(values("default")).at("spec").at("selector").value());
    assertThat(new Pod(changed).labels().at("app.kubernetes.io/name").text()).isEqualTo("sshpulse");
  }

  @ParameterizedTest
  @CsvSource({"true, DaemonSet", "false, ''"})
  void isThereAsAPartOfAnotherChartIfItsConditionSaysSo(
      boolean enabled, String kinds, @TempDir Path parent) throws Exception {
    helm("package", "--destination", parent.resolve("charts").toString(), CHART.toString())
        .output();
    String version = Node.of(CHART.resolve("Chart.yaml")).at("version").text();
    Files.writeString(
        parent.resolve("Chart.yaml"),
        "{apiVersion: v2, name: parent, version: 1.0.0, dependencies: "
            + ("[{name: sshpulse, version: " + version + ", condition: sshpulse.enabled}]}"));

    String text =
        helm(
                "template",
                "release",
                parent.toString(),
                "--kube-version=1.29",
                "--set=sshpulse.enabled=" + enabled + ",global.region=eu")
            .output();

    assertThat(String.join(",", kinds(Node.all("parent", text)))).isEqualTo(kinds);
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
    "sshdLog=auth.log, sshdLog: Does not match pattern",
    "listenAddress=127.0.0.1, listenAddress must be one of the following",
    "listenAddress=::, listenAddress must be one of the following",
    "environment.A B=x, environment: Property name of \"A B\" does not match",
    "environment.HOST_IP=x, 'environment has HOST_IP, which the chart sets itself: leave it out, and set listenAddress'",
    "'environmentFrom.A.secret=x,environmentFrom.A.key=x,environment.A=x', both have A: leave it out of one",
    "environmentFrom.TOKEN.secret=x, environmentFrom.TOKEN: key is required",
    "grafanaUrl=https://grafana.example.com/, grafanaUrl: Does not match pattern"
  })
  void refusesAValueThatIsNone(String set, String reason) throws Exception {
    Program template = template(values("default"), "--set", set);

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
    values.addAll(List.of("enabled", "global"));
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

  private static List<Node> rendered(Path values) throws Exception {
    return Node.all(values.getFileName().toString(), template(values).output());
  }

  /** In a cluster that has all that the chart can make use of. */
  private static Program template(Path values, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("template", "release", CHART.toString(), "--kube-version", "1.29"));
    arguments.addAll(List.of("--values", values.toString()));
    arguments.addAll(List.of(OPERATOR));
    arguments.addAll(List.of(more));
    return helm(arguments.toArray(String[]::new));
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
