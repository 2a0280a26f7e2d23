package dev.sshpulse.packed;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.stack.Node;
import dev.sshpulse.stack.Tool;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Prometheus on loopback that scrapes twice a second, as job {@code sshpulse}. */
public final class Prometheus implements AutoCloseable {
  private static final Pattern ADDRESS =
      Pattern.compile("\"Listening on\" address=(127\\.0\\.0\\.1:[0-9]+)");

  private final Process process;
  private final Path log;
  private final Namespace machine;

  private Prometheus(Process process, Path log, Namespace machine) {
    this.process = process;
    this.log = log;
    this.machine = machine;
  }

  /** Starts it on one target; its files go to {@code directory}. */
  static Prometheus scraping(String metricsUrl, Path directory) throws IOException {
    return scraping(List.of(metricsUrl), List.of(), directory);
  }

  /**
   * Starts it; its files go to {@code directory}.
   *
   * @param rules files with recording rules and alerts, which it evaluates twice a second
   */
  static Prometheus scraping(List<String> metricsUrls, List<Path> rules, Path directory)
      throws IOException {
    return scraping(null, metricsUrls, rules, directory);
  }

  /** Likewise, on another machine; null: on this one. */
  static Prometheus scraping(
      Namespace machine, List<String> metricsUrls, List<Path> rules, Path directory)
      throws IOException {
    List<String> targets = metricsUrls.stream().map(Prometheus::instance).toList();
    List<Path> files = rules.stream().map(Path::toAbsolutePath).toList();
    return start(machine, configuration(targets, files), directory);
  }

  /** Starts it with a configuration of the caller's own, and tells more in {@link #log}. */
  static Prometheus configured(String configuration, Path directory) throws IOException {
    return start(null, configuration, directory, "--log.level=debug");
  }

  private static Prometheus start(Namespace machine, String text, Path directory, String... options)
      throws IOException {
    String program = Tool.path("prometheus", "prometheus");
    Path configuration = directory.resolve("prometheus.yml");
    Files.writeString(configuration, text);
    Path log = directory.resolve("prometheus.log");
    List<String> command = new ArrayList<>(machine == null ? List.of() : List.of(machine.enter()));
    command.addAll(
        List.of(
            program,
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--enable-feature=exemplar-storage",
            "--web.listen-address=127.0.0.1:0"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Prometheus(process, log, machine);
  }

  /** The label {@code instance} of what is scraped from this URL. */
  public static String instance(String metricsUrl) {
    return URI.create(metricsUrl).getAuthority();
  }

  private static String configuration(List<String> targets, List<Path> rules) {
    return """
        global:
          scrape_interval: 500ms
          scrape_timeout: 500ms
          evaluation_interval: 500ms
        rule_files: [%s]
        scrape_configs:
          - job_name: sshpulse
            static_configs:
              - targets: [%s]
        """
        .formatted(quoted(rules), quoted(targets));
  }

  private static String quoted(List<?> values) {
    return values.stream().map(value -> '"' + value.toString() + '"').collect(joining(", "));
  }

  /** The series that answer a query now. */
  public List<Node> query(String query) {
    return answer("/api/v1/query?query=" + encoded(query)).at("data").at("result").list();
  }

  /** The series that answer a query from one moment to another, with a value every step. */
  public List<Node> query(String query, Instant from, Instant to, Duration step) {
    String span =
        "&start=%d&end=%d&step=%d"
            .formatted(from.getEpochSecond(), to.getEpochSecond(), step.toSeconds());
    return answer("/api/v1/query_range?query=" + encoded(query) + span)
        .at("data")
        .at("result")
        .list();
  }

  /** What its HTTP API answers, for example at {@code /api/v1/rules}. */
  public Node answer(String pathAndQuery) {
    String url = "http://" + address() + pathAndQuery;
    return Node.of(
        pathAndQuery,
        machine == null ? HostJvm.get(url) : machine.run("curl", "-sSg", "--fail", url));
  }

  /** The exemplars that came with the series of a selector in the last hour. */
  List<Node> exemplars(String selector) {
    long now = Instant.now().getEpochSecond();
    String when = "&start=" + (now - 3_600) + "&end=" + (now + 60);
    List<Node> all = new ArrayList<>();
    for (Node series :
        answer("/api/v1/query_exemplars?query=" + encoded(selector) + when).at("data").list()) {
      all.addAll(series.at("exemplars").list());
    }
    return all;
  }

  /** What a label has been, on the series of a selector. */
  Object labelValues(String selector, String label) {
    return answer("/api/v1/label/" + label + "/values?match[]=" + encoded(selector))
        .at("data")
        .value();
  }

  /** The type by which a target introduced a metric; fails where none did. */
  String type(String metric) {
    Node metadata = answer("/api/v1/metadata?metric=" + encoded(metric)).at("data");
    return metadata.at(metric).list().get(0).at("type").text();
  }

  /** Its host and port, once it answers. */
  public String address() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !process.isAlive() || log().contains("ready to receive web requests"));
    Matcher matcher = ADDRESS.matcher(log());
    if (!matcher.find()) {
      throw new AssertionError("Prometheus did not start: " + log());
    }
    return matcher.group(1);
  }

  /** What it has said so far. */
  String log() throws AssertionError {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
