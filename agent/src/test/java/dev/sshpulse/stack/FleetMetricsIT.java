package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.probe.WirePairs;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real Prometheus: one in agent mode scrapes a real agent, the other keeps what it sends. */
class FleetMetricsIT {
  private static final Path FOLDER = Dashboard.ROOT.resolve("deploy/prometheus");
  private static final Pattern READY = Pattern.compile("(ready to receive web requests)");
  private static final Pattern LISTENS =
      Pattern.compile("\"Listening on\" address=(127\\.0\\.0\\.1:\\d+)");
  private static final String EXEMPLARS = "--enable-feature=exemplar-storage";

  @TempDir Path directory;

  @Test
  void isUnderstoodByPrometheusInAgentMode() {
    String promtool = Tool.path("promtool", "prometheus");

    Running.Outcome outcome =
        Running.run(
            Map.of(),
            List.of(promtool, "check", "config", "--agent", "" + FOLDER.resolve("agent.yaml")));

    assertThat(outcome.status()).as(outcome.said()).isZero();
    assertThat(outcome.said()).contains("agent.yaml is valid");
  }

  @Test
  void bringsSeriesAndExemplarsToWhereTheyAreKept() throws Exception {
    try (HostJvm host = host();
        Running store = store();
        Running scraping = scraping(host.url(), "http://" + store.awaitLog(LISTENS))) {
      host.type("break").awaitOutput("broken pipes 3");
      scraping.awaitLog(LISTENS);

      Node series =
          first(store, "query", "ssh_sigpipe_total{job=\"sshpulse\",side=\"client\"} == 3");

      assertThat(series.at("metric").value())
          .isEqualTo(
              Map.of(
                  "__name__", "ssh_sigpipe_total",
                  "job", "sshpulse",
                  "instance", "build1.example.com",
                  "side", "client",
                  "cluster", "site1",
                  "replica", "a"));
      Node exemplars = first(store, "query_exemplars", "ssh_sigpipe_total");
      assertThat(exemplars.at("exemplars").list().get(0).at("labels").at("trace_id").text())
          .matches("[0-9a-f]{32}");
    }
  }

  private static HostJvm host() {
    return HostJvm.on(Jdk.all().get(0))
        .agent()
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
        .start(WirePairs.class, "1");
  }

  private Running store() throws IOException {
    Path nothing = Files.writeString(directory.resolve("store.yaml"), "scrape_configs: []");
    Running store =
        prometheus(
            "store",
            nothing,
            "--web.enable-remote-write-receiver",
            EXEMPLARS,
            "--storage.tsdb.path=" + directory.resolve("kept"));
    store.awaitLog(READY);
    return store;
  }

  private Running scraping(String metrics, String store) throws IOException {
    return prometheus(
        "scraping",
        configuration(URI.create(metrics).getAuthority(), store),
        "--enable-feature=agent",
        EXEMPLARS,
        "--storage.agent.path=" + directory.resolve("sending"));
  }

  /** As it is, but for what is marked as the user's, and more often. */
  private Path configuration(String target, String store) throws IOException {
    write("agents.yaml", "127.0.0.1:9922", target);
    write("sidecars.yaml", "127.0.0.1:9923", target);
    write("agent.yaml", "https://metrics.example.com/api/v1/push", store + "/api/v1/write");
    Path file = directory.resolve("agent.yaml");
    String often = Node.read(file).replaceFirst("scrape_interval: 30s", "scrape_interval: 1s");
    return Files.writeString(file, often.replace("scrape_timeout: 10s", "scrape_timeout: 1s"));
  }

  private void write(String name, String example, String real) throws IOException {
    String text = Node.read(FOLDER.resolve(name));
    assertThat(text).contains(example);
    Files.writeString(directory.resolve(name), text.replace(example, real));
  }

  private Running prometheus(String name, Path configuration, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Tool.path("prometheus", "prometheus"),
                "--config.file=" + configuration,
                "--web.listen-address=127.0.0.1:0"));
    command.addAll(List.of(options));
    return Running.start(directory.resolve(name + ".log"), Map.of(), command);
  }

  /** The first of what Prometheus answers, once there is any. */
  private static Node first(Running store, String path, String query) {
    long now = Instant.now().getEpochSecond();
    String url =
        "http://%s/api/v1/%s?query=%s&start=%d&end=%d"
            .formatted(
                store.awaitLog(LISTENS),
                path,
                URLEncoder.encode(query, StandardCharsets.UTF_8),
                now - 3_600,
                now + 3_600);
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> results(Node.of(path, HostJvm.get(url)).at("data")), found -> !found.isEmpty())
        .get(0);
  }

  private static List<Node> results(Node data) {
    return data.has("result") ? data.at("result").list() : data.list();
  }
}
