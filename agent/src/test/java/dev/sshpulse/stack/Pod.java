package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.config.Setting;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every pod that we describe keeps to, wherever it is described. */
final class Pod {
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");

  private final Node template;

  /** Of a document that has a template of pods. */
  Pod(Node document) {
    this.template = document.at("spec").at("template");
  }

  Node annotations() {
    return template.at("metadata").at("annotations");
  }

  Node labels() {
    return template.at("metadata").at("labels");
  }

  Node spec() {
    return template.at("spec");
  }

  Node container(String name) {
    return spec().at("containers").where("name", name);
  }

  Node initContainer(String name) {
    return spec().at("initContainers").where("name", name);
  }

  List<Node> containers() {
    return Stream.of("initContainers", "containers")
        .filter(spec()::has)
        .flatMap(kind -> spec().at(kind).list().stream())
        .toList();
  }

  /** Whether one of its containers has a port of this name. */
  boolean hasPort(String name) {
    return containers().stream()
        .filter(container -> container.has("ports"))
        .flatMap(container -> container.at("ports").list().stream())
        .anyMatch(port -> port.at("name").text().equals(name));
  }

  /** Pod Security Standards, profile "restricted"; and root file systems that nobody writes to. */
  void assertRestricted() {
    Node security = spec().at("securityContext");
    assertThat(security.at("runAsNonRoot").value()).isEqualTo(true);
    assertThat((int) security.at("runAsUser").value()).isPositive();
    assertThat(security.at("seccompProfile").at("type").text()).isEqualTo("RuntimeDefault");
    assertThat(spec().at("automountServiceAccountToken").value()).isEqualTo(false);
    assertThat(containers()).isNotEmpty().allSatisfy(Pod::assertConfined);
  }

  /**
   * Apart from the network of the host, which the profile forbids, nothing of the host is there.
   */
  void assertTakesOnlyVolumesOfItsOwn() {
    if (spec().has("volumes")) {
      assertThat(spec().at("volumes").list())
          .allSatisfy(volume -> assertThat(volume.at("emptyDir").has("sizeLimit")).isTrue());
    }
    for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
      assertThat(spec().has(host)).as(host).isFalse();
    }
  }

  private static void assertConfined(Node container) {
    Node security = container.at("securityContext");
    assertThat(security.at("allowPrivilegeEscalation").value()).isEqualTo(false);
    assertThat(security.at("readOnlyRootFilesystem").value()).isEqualTo(true);
    assertThat(security.at("capabilities").value()).isEqualTo(Map.of("drop", List.of("ALL")));
    assertThat(security.has("privileged")).isFalse();
    if (security.has("runAsUser")) {
      assertThat((int) security.at("runAsUser").value()).isPositive();
    }
    for (String kind : List.of("requests", "limits")) {
      assertThat(container.at("resources").at(kind).has("cpu")).isTrue();
      assertThat(container.at("resources").at(kind).has("memory")).isTrue();
    }
  }

  void assertImagesHaveARegistryAndATag() {
    assertThat(containers())
        .extracting(container -> container.at("image").text())
        .allSatisfy(image -> assertThat(image).matches("[a-z.]+(:[0-9]+)?/[a-z/-]+:[0-9][0-9.]*"));
  }

  /** A mistyped name would be one line on stderr, which nobody reads in a cluster. */
  void assertSettingsAreKnown() {
    Set<String> known =
        Setting.all().stream().map(Setting::environmentVariable).collect(Collectors.toSet());
    for (Node container : containers()) {
      for (Node variable : container.has("env") ? container.at("env").list() : List.<Node>of()) {
        String name = variable.at("name").text();
        assertThat(!name.startsWith("SSHPULSE_") || known.contains(name)).as(name).isTrue();
      }
    }
  }

  /** What it says to Prometheus in annotations, and to us in a variable, is one port. */
  void assertListensWherePrometheusLooks(Node container) {
    String port = port(container);
    assertThat(value(container, "SSHPULSE_HTTP_LISTEN")).isEqualTo("0.0.0.0:" + port);
    assertThat(annotations().at("prometheus.io/scrape").value()).isEqualTo("true");
    assertThat(annotations().at("prometheus.io/path").value()).isEqualTo("/metrics");
    assertThat(annotations().at("prometheus.io/port").value()).isEqualTo(port);
  }

  static String port(Node container) {
    return container.at("ports").where("name", "sshpulse").at("containerPort").text();
  }

  static String value(Node container, String variable) {
    return container.at("env").where("name", variable).at("value").text();
  }

  static boolean hasVariable(Node container, String variable) {
    return container.has("env")
        && container.at("env").list().stream()
            .anyMatch(found -> found.at("name").text().equals(variable));
  }

  /** Its probes by their kind. */
  static Map<String, Object> probes(Node container) {
    return PROBES.stream()
        .filter(container::has)
        .collect(Collectors.toMap(kind -> kind, kind -> container.at(kind).value()));
  }
}
