package dev.sshpulse.stack;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's services as {@code docker-compose} understands them, and what they are given. */
class ComposeTest {
  private static final Path FOLDER = Dashboard.ROOT.resolve("deploy/compose");

  @TempDir Path directory;
  private Map<String, Node> services;

  @BeforeEach
  void understand() throws Exception {
    String compose = Tool.path("docker-compose", "docker-compose");
    String file = FOLDER.resolve("compose.yaml").toString();

    Program understood = Program.run(List.of(compose, "-f", file, "config"));

    Node all = Node.of("services", understood.output()).at("services");
    services =
        ((Map<?, ?>) all.value())
            .keySet().stream().collect(toMap(name -> "" + name, name -> all.at("" + name)));
  }

  @Test
  void mountsOnlyWhatIsThere() {
    assertThat(mounts())
        .hasSizeGreaterThan(5)
        .filteredOn(mount -> !mount.at("source").text().endsWith("/agent/target/sshpulse.jar"))
        .allSatisfy(mount -> assertThat(Path.of(mount.at("source").text())).exists())
        .allSatisfy(mount -> assertThat(mount.at("read_only").value()).isEqualTo(true));
  }

  private Stream<Node> mountsOf(Node service) {
    return service.at("volumes").list().stream();
  }

  private List<Node> mounts() {
    return services.values().stream().flatMap(this::mountsOf).toList();
  }

  @Test
  void pinsEveryImageAndBoundsEveryService() {
    assertThat(services.values())
        .hasSize(6)
        .allSatisfy(
            service -> {
              assertThat(service.at("image").text()).matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+.*");
              assertThat(service.at("mem_limit").text()).isNotBlank();
              assertThat(service.at("logging").at("options").has("max-size")).isTrue();
            });
  }

  @Test
  void isReachedFromThisHostAlone() {
    List<String> published =
        services.values().stream()
            .filter(service -> service.has("ports"))
            .flatMap(service -> service.at("ports").list().stream())
            .map(Node::text)
            .toList();

    assertThat(published).hasSize(3).allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @Test
  void waitsForWhatIsHealthy() {
    services.values().stream()
        .filter(service -> service.has("depends_on"))
        .flatMap(service -> ((Map<?, ?>) service.at("depends_on").value()).entrySet().stream())
        .forEach(
            needed -> {
              String condition = "" + ((Map<?, ?>) needed.getValue()).get("condition");
              boolean checked = services.get("" + needed.getKey()).has("healthcheck");
              assertThat(condition).isEqualTo(checked ? "service_healthy" : "service_started");
            });
  }

  @Test
  void givesGrafanaTheDashboardsAndTheirSources() throws IOException {
    List<Node> sources =
        Node.of(FOLDER.resolve("grafana/datasources/sshpulse.yaml")).at("datasources").list();
    Node destination =
        sources.get(0).at("jsonData").at("exemplarTraceIdDestinations").list().get(0);
    Node scraping = Node.of(FOLDER.resolve("prometheus.yaml")).at("global");
    Node provider =
        Node.of(FOLDER.resolve("grafana/dashboards/sshpulse.yaml")).at("providers").list().get(0);
    String folder = provider.at("options").at("path").text();
    Node home =
        services.get("grafana").at("environment").at("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH");

    assertThat(destination.at("datasourceUid").text()).isEqualTo(sources.get(1).at("uid").text());
    assertThat(sources.get(0).at("jsonData").at("timeInterval").text())
        .isEqualTo(scraping.at("scrape_interval").text());
    assertThat(mountsOf(services.get("grafana")).map(mount -> mount.at("target").text()))
        .containsAll(dashboards(folder))
        .contains(home.text());
  }

  private static List<String> dashboards(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Dashboard.ROOT.resolve("grafana"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> folder + "/" + name)
          .toList();
    }
  }

  @Test
  void givesPrometheusAConfigurationAndRulesThatItUnderstands() throws Exception {
    String promtool = Tool.path("promtool", "prometheus");
    Path file = directory.resolve("prometheus.yaml");
    Files.copy(FOLDER.resolve("prometheus.yaml"), file);
    Path rules = Files.createDirectory(directory.resolve("rules"));
    for (Path rule : rules()) {
      Files.copy(rule, rules.resolve(rule.getFileName()));
    }

    Program checked = Program.run(List.of(promtool, "check", "config", file.toString()));

    assertThat(checked.output()).contains("2 rule files found");
  }

  private static List<Path> rules() throws IOException {
    try (Stream<Path> files = Files.list(Dashboard.ROOT.resolve("grafana/rules"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
  }
}
