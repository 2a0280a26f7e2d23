package dev.sshpulse.stack;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent comes into an application's pod, which is allowed no more than it was before. */
class KubernetesTest {
  private static final Path FOLDER = Dashboard.ROOT.resolve("deploy/kubernetes");
  private static final String JAR = "/sshpulse/sshpulse.jar";

  static Stream<Path> manifests() throws IOException {
    return Files.list(FOLDER).filter(file -> file.toString().endsWith(".yaml")).sorted();
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void isValidYamlOfAKnownKind(Path manifest) {
    List<Node> documents = Node.all(manifest.getFileName().toString(), Node.read(manifest));

    assertThat(documents)
        .isNotEmpty()
        .allSatisfy(document -> assertThat(document.at("apiVersion").text()).isNotBlank())
        .extracting(document -> document.at("kind").text())
        .isSubsetOf("Namespace", "Deployment", "Kustomization");
  }

  @Test
  void copiesTheJarToWhereTheApplicationLoadsItFrom() {
    Node pod = pod(Node.of(FOLDER.resolve("deployment.yaml")));

    assertThatTheAgentIsIn(pod);
  }

  @Test
  void runsUnderTheRestrictedProfile() {
    Node pod = pod(Node.of(FOLDER.resolve("deployment.yaml")));

    assertThatNothingMoreIsAllowed(pod);
  }

  @Test
  void isRenderedByKustomize() throws Exception {
    String kubectl = Tool.path("kubectl", "kubernetes-client");

    List<Node> rendered = Node.all("rendered", output(kubectl, "kustomize", FOLDER.toString()));

    assertThat(rendered)
        .extracting(document -> document.at("kind").text())
        .containsExactlyInAnyOrder("Namespace", "Deployment");
    Node deployment = new Node("rendered", values(rendered)).where("kind", "Deployment");
    Node namespace = new Node("rendered", values(rendered)).where("kind", "Namespace");
    assertThat(deployment.at("metadata").at("namespace").text())
        .isEqualTo(namespace.at("metadata").at("name").text());
    assertThat(
            namespace.at("metadata").at("labels").at("pod-security.kubernetes.io/enforce").text())
        .isEqualTo("restricted");
    assertThatTheAgentIsIn(pod(deployment));
    assertThatNothingMoreIsAllowed(pod(deployment));
    assertThatImagesHaveARegistryAndATag(pod(deployment));
  }

  private static List<Object> values(List<Node> nodes) {
    return nodes.stream().map(Node::value).toList();
  }

  private static Node pod(Node deployment) {
    return deployment.at("spec").at("template");
  }

  private static void assertThatTheAgentIsIn(Node pod) {
    Node init = pod.at("spec").at("initContainers").where("name", "copy-sshpulse");
    Node application = pod.at("spec").at("containers").where("name", "application");
    Node options = application.at("env").where("name", "JAVA_TOOL_OPTIONS").at("value");
    Node listen = application.at("env").where("name", "SSHPULSE_HTTP_LISTEN").at("value");
    Node port = application.at("ports").where("name", "sshpulse").at("containerPort");

    assertThat(init.at("command").value()).isEqualTo(List.of("cp", "/sshpulse.jar", JAR));
    assertThat(init.at("volumeMounts").where("name", "sshpulse").at("mountPath").text())
        .isEqualTo("/sshpulse");
    assertThat(application.at("volumeMounts").where("name", "sshpulse").at("mountPath").text())
        .isEqualTo("/sshpulse");
    assertThat(options.text()).as("appended").endsWith(" -javaagent:" + JAR);
    assertThat(listen.text()).isEqualTo("0.0.0.0:" + port.text());
    assertThatPrometheusIsToldOf(pod.at("metadata").at("annotations"), port);
  }

  private static void assertThatPrometheusIsToldOf(Node annotations, Node port) {
    assertThat(annotations.at("prometheus.io/scrape").value()).isEqualTo("true");
    assertThat(annotations.at("prometheus.io/path").value()).isEqualTo("/metrics");
    assertThat(annotations.at("prometheus.io/port").value()).isEqualTo(port.text());
  }

  /** Pod Security Standards, profile "restricted"; and a root file system nobody writes to. */
  private static void assertThatNothingMoreIsAllowed(Node pod) {
    Node security = pod.at("spec").at("securityContext");
    assertThat(security.at("runAsNonRoot").value()).isEqualTo(true);
    assertThat((int) security.at("runAsUser").value()).isPositive();
    assertThat(security.at("seccompProfile").at("type").text()).isEqualTo("RuntimeDefault");
    assertThat(pod.at("spec").at("automountServiceAccountToken").value()).isEqualTo(false);
    assertThat(pod.at("spec").at("volumes").list())
        .allSatisfy(volume -> assertThat(volume.at("emptyDir").has("sizeLimit")).isTrue());
    assertThat(containers(pod)).hasSize(2).allSatisfy(KubernetesTest::assertThatIsConfined);
  }

  private static void assertThatIsConfined(Node container) {
    Node security = container.at("securityContext");
    assertThat(security.at("allowPrivilegeEscalation").value()).isEqualTo(false);
    assertThat(security.at("readOnlyRootFilesystem").value()).isEqualTo(true);
    assertThat(security.at("capabilities").at("drop").value()).isEqualTo(List.of("ALL"));
    for (String kind : List.of("requests", "limits")) {
      assertThat(container.at("resources").at(kind).has("cpu")).isTrue();
      assertThat(container.at("resources").at(kind).has("memory")).isTrue();
    }
  }

  private static void assertThatImagesHaveARegistryAndATag(Node pod) {
    assertThat(containers(pod))
        .extracting(container -> container.at("image").text())
        .allSatisfy(image -> assertThat(image).matches("registry\\.example\\.com/[a-z-]+:[0-9.]+"));
  }

  private static List<Node> containers(Node pod) {
    return Stream.concat(
            pod.at("spec").at("initContainers").list().stream(),
            pod.at("spec").at("containers").list().stream())
        .toList();
  }

  private static String output(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return out;
  }
}
