package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kustomize makes of {@code deploy/kubernetes}. */
class KubernetesTest {
  private static final Path FOLDER = Dashboard.ROOT.resolve("deploy/kubernetes");
  private static final Path KUSTOMIZE = Path.of("target/kubernetes/kustomize");
  private static final String JAR = "/sshpulse/sshpulse.jar";
  private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

  /** By overlay. */
  private static final Map<String, String> RENDERED = new HashMap<>();

  static Stream<String> overlays() throws IOException {
    return folders("overlays").map(name -> "overlays/" + name);
  }

  static Stream<String> everything() throws IOException {
    return Stream.concat(Stream.of("base"), overlays());
  }

  private static Stream<String> folders(String kind) throws IOException {
    return Files.list(FOLDER.resolve(kind)).map(folder -> folder.getFileName().toString()).sorted();
  }

  @ParameterizedTest
  @MethodSource("everything")
  void hasAllThatKubernetesWantsAndNothingThatItDoesNotKnow(String overlay) throws Exception {
    List<Node> documents = rendered(overlay);

    assertThat(documents).hasSizeGreaterThan(1).allSatisfy(KubernetesModel::check);
  }

  @Test
  void whatKubernetesWouldRefuseIsSeen() throws Exception {
    Node deployment = deployment("base");
    Map<String, Object> misspelt = copy(deployment.value());
    at(misspelt, "spec", "template", "spec").put("shareProcessNamespaces", true);
    Map<String, Object> incomplete = copy(deployment.value());
    at(incomplete, "spec").remove("selector");

    assertThatThrownBy(() -> KubernetesModel.check(new Node("misspelt", misspelt)))
        .hasMessageContaining("shareProcessNamespaces");
    assertThatThrownBy(() -> KubernetesModel.check(new Node("incomplete", incomplete)))
        .hasMessageContaining("selector");
  }

  @Test
  void whatThePrometheusOperatorWouldRefuseIsSeen() throws Exception {
    Node monitor = only("PodMonitor", rendered("overlays/agent-monitored"));
    Map<String, Object> misspelt = copy(monitor.value());
    at(misspelt, "spec").put("podMetricEndpoints", List.of());
    Map<String, Object> incomplete = copy(monitor.value());
    at(incomplete, "spec").remove("selector");

    assertThatThrownBy(() -> KubernetesModel.check(new Node("misspelt", misspelt)))
        .hasMessageContaining("podMetricEndpoints is not known");
    assertThatThrownBy(() -> KubernetesModel.check(new Node("incomplete", incomplete)))
        .hasMessageContaining("has no selector");
  }

  @Test
  void everyComponentIsInAnOverlay() throws Exception {
    String overlays = "";
    for (String overlay : overlays().toList()) {
      overlays += Node.read(FOLDER.resolve(overlay).resolve("kustomization.yaml"));
    }

    assertThat(overlays)
        .contains(folders("components").map(name -> "../../components/" + name + "\n").toList());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void allowsItsContainersNothing(String overlay) throws Exception {
    Pod pod = new Pod(deployment(overlay));

    pod.assertRestricted();
    pod.assertTakesOnlyVolumesOfItsOwn();
    pod.assertImagesHaveARegistryAndATag();
    pod.assertSettingsAreKnown();
  }

  @ParameterizedTest
  @MethodSource("everything")
  void livesInANamespaceThatEnforcesTheRestrictedProfile(String overlay) throws Exception {
    List<Node> documents = rendered(overlay);

    Node namespace = only("Namespace", documents).at("metadata");
    assertThat(namespace.at("labels").at("pod-security.kubernetes.io/enforce").text())
        .isEqualTo("restricted");
    assertThat(documents)
        .filteredOn(document -> !document.at("kind").text().equals("Namespace"))
        .allSatisfy(
            document ->
                assertThat(document.at("metadata").at("namespace").text())
                    .isEqualTo(namespace.at("name").text()));
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void leavesTheApplicationsProbesAsTheyAre(String overlay) throws Exception {
    Map<String, Object> own = Pod.probes(new Pod(deployment("base")).container("application"));

    Map<String, Object> then = Pod.probes(new Pod(deployment(overlay)).container("application"));

    assertThat(then).isEqualTo(own).isNotEmpty();
    assertThat(then.toString()).doesNotContain("sshpulse", "9922", "9923", "/-/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/agent", "overlays/agent-monitored"})
  void appendsTheAgentToTheOptionsThatTheApplicationHas(String overlay) throws Exception {
    String own = Pod.value(new Pod(deployment("base")).container("application"), OPTIONS);

    Pod pod = new Pod(deployment(overlay));

    Node application = pod.container("application");
    assertThat(Pod.value(application, OPTIONS)).isEqualTo(own + " -javaagent:" + JAR);
    pod.assertListensWherePrometheusLooks(application);
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/agent", "overlays/agent-monitored"})
  void copiesTheAgentToWhereTheApplicationLoadsItFrom(String overlay) throws Exception {
    Pod pod = new Pod(deployment(overlay));

    Node init = pod.initContainer("copy-sshpulse");
    Node mount = pod.container("application").at("volumeMounts").where("name", "sshpulse");
    assertThat(init.at("args").value()).isEqualTo(List.of("copy-agent", "/sshpulse"));
    assertThat(init.at("volumeMounts").where("name", "sshpulse").at("mountPath").text())
        .isEqualTo("/sshpulse");
    assertThat(mount.at("mountPath").text()).isEqualTo("/sshpulse");
    assertThat(mount.at("readOnly").value()).isEqualTo(true);
    assertThat(init.has("restartPolicy")).as("ends before the application starts").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/sidecar", "overlays/sidecar-monitored"})
  void startsTheSidecarFirstAndTakesNobodyOutOfServiceForWhatItCannotRead(String overlay)
      throws Exception {
    Pod pod = new Pod(deployment(overlay));

    Node sidecar = pod.initContainer("sshpulse");
    assertThat(sidecar.at("restartPolicy").text()).isEqualTo("Always");
    pod.assertListensWherePrometheusLooks(sidecar);
    assertThat(Pod.probes(sidecar)).containsOnlyKeys("startupProbe", "readinessProbe");
    for (String probe : List.of("startupProbe", "readinessProbe")) {
      assertThat(sidecar.at(probe).at("httpGet").value())
          .isEqualTo(Map.of("path", "/-/healthy", "port", "sshpulse"));
    }
  }

  @Test
  void lookingAtProcessesTakesTheApplicationsUser() throws Exception {
    Pod pod = new Pod(deployment("overlays/sidecar-monitored"));

    Node sidecar = pod.initContainer("sshpulse").at("securityContext");
    assertThat(pod.spec().at("shareProcessNamespace").value()).isEqualTo(true);
    assertThat(sidecar.at("runAsUser").value())
        .isEqualTo(pod.spec().at("securityContext").at("runAsUser").value());
    assertThat(new Pod(deployment("overlays/sidecar")).spec().has("shareProcessNamespace"))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/agent-monitored", "overlays/sidecar-monitored"})
  void tellsThePrometheusOperatorAPortThatIsThere(String overlay) throws Exception {
    List<Node> documents = rendered(overlay);

    Node monitor = only("PodMonitor", documents).at("spec");
    Pod pod = new Pod(only("Deployment", documents));
    assertThat(monitor.at("selector").at("matchLabels").value()).isEqualTo(pod.labels().value());
    assertThat(monitor.at("podMetricsEndpoints").list())
        .singleElement()
        .satisfies(endpoint -> assertThat(pod.hasPort(endpoint.at("port").text())).isTrue());
  }

  @ParameterizedTest
  @CsvSource({"agent-monitored, application", "sidecar-monitored, sshpulse"})
  void tellsTheCollectorToWhoHasTheSpansAndToNobodyElse(String overlay, String sender)
      throws Exception {
    Pod pod = new Pod(deployment("overlays/" + overlay));

    assertThat(pod.containers())
        .filteredOn(container -> Pod.hasVariable(container, "OTEL_EXPORTER_OTLP_ENDPOINT"))
        .extracting(container -> container.at("name").text())
        .containsExactly(sender);
  }

  private static Node deployment(String overlay) throws Exception {
    return only("Deployment", rendered(overlay));
  }

  private static Node only(String kind, List<Node> documents) {
    List<Node> found =
        documents.stream().filter(document -> document.at("kind").text().equals(kind)).toList();
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }

  private static List<Node> rendered(String overlay) throws Exception {
    if (!RENDERED.containsKey(overlay)) {
      RENDERED.put(overlay, kustomize(FOLDER.resolve(overlay)).output());
    }
    return Node.all(overlay, RENDERED.get(overlay));
  }

  private static Program kustomize(Path folder) throws Exception {
    assumeTrue(
        Files.isExecutable(KUSTOMIZE),
        "missing: agent/" + KUSTOMIZE + " (agent/src/test/kubernetes/provide builds it)");
    return Program.run(List.of(KUSTOMIZE.toString(), "build", folder.toString()));
  }

  private static Map<String, Object> copy(Object document) {
    Map<String, Object> copy = new HashMap<>();
    ((Map<?, ?>) document)
        .forEach(
            (key, value) -> copy.put((String) key, value instanceof Map ? copy(value) : value));
    return copy;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> at(Map<String, Object> document, String... keys) {
    Map<String, Object> place = document;
    for (String key : keys) {
      place = (Map<String, Object>) place.get(key);
    }
    return place;
  }
}
