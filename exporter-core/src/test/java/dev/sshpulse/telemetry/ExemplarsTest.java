package dev.sshpulse.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExemplarsTest {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String COUNT_EXEMPLARS =
      """
      import sys
      from prometheus_client.openmetrics.parser import text_string_to_metric_families
      families = text_string_to_metric_families(sys.stdin.read())
      print(sum(1 for family in families for sample in family.samples if sample.exemplar))
      """;
  private static final Instant OPENED = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration PLENTY = Duration.ofSeconds(30);

  private final Collector collector = new Collector(200);

  ExemplarsTest() throws IOException {}

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void pointsFromFailuresAndTimesToTheSpansThatTellOfThem() {
    Telemetry telemetry = open(collector.endpoint(), "always_on");
    live(telemetry, 7, Cause.BROKEN_PIPE);

    String text = telemetry.scrape(OPEN_METRICS);

    telemetry.close(PLENTY);
    String connect = exemplar("ssh connect");
    String close = exemplar("ssh close");
    assertThat(text.lines())
        .contains(
            "ssh_connection_failures_total{cause=\"broken_pipe\",initiator=\"peer\",side=\"client\"}"
                + " 0.0 # "
                + close
                + " 1.0 "
                + OPENED.plusSeconds(60).getEpochSecond()
                + ".000")
        .contains(
            "ssh_handshake_duration_seconds_bucket{side=\"client\",le=\"0.5\"} 1 # "
                + connect
                + " 0.3 "
                + OPENED.plusMillis(300).getEpochSecond()
                + ".300");
    assertThat(text)
        .contains("ssh_sigpipe_total{side=\"client\"} 0.0 # " + close + " 1.0 ")
        .contains("_idle_before_failure_seconds_bucket{side=\"client\",le=\"35.0\"} 1 # " + close)
        .contains("ssh_failure_detection_seconds_bucket{side=\"client\",le=\"10.0\"} 1 # " + close)
        .contains(
            "ssh_connection_duration_seconds_bucket{side=\"client\",le=\"60.0\"} 1 # " + close);
  }

  @Test
  void pointsToTheLatest() {
    Telemetry telemetry = open(collector.endpoint(), "always_on");
    live(telemetry, 7, Cause.CONNECTION_RESET);
    String before = telemetry.scrape(OPEN_METRICS);
    live(telemetry, 8, Cause.CONNECTION_RESET);

    String after = telemetry.scrape(OPEN_METRICS);

    telemetry.close(PLENTY);
    assertThat(line(after, "cause=\"connection_reset\",initiator=\"peer\""))
        .isNotEqualTo(line(before, "cause=\"connection_reset\",initiator=\"peer\""));
    assertThat(after.lines().filter(line -> line.contains(" # "))).hasSize(1 + 4);
  }

  @Test
  void keepsThemOutOfPrometheusOwnFormat() {
    Telemetry telemetry = open(collector.endpoint(), "always_on");
    live(telemetry, 7, Cause.BROKEN_PIPE);

    assertThat(telemetry.scrape(TEXT)).doesNotContain(" # ", "trace_id");
    telemetry.close(PLENTY);
  }

  @Test
  void pointsNowhereWithoutSpans() {
    Telemetry off = open("", "always_on");
    Telemetry unsampled = open(collector.endpoint(), "always_off");
    live(off, 7, Cause.BROKEN_PIPE);
    live(unsampled, 7, Cause.BROKEN_PIPE);

    assertThat(off.scrape(OPEN_METRICS)).doesNotContain("trace_id");
    assertThat(unsampled.scrape(OPEN_METRICS)).doesNotContain("trace_id");
    unsampled.close(PLENTY);
  }

  /** The reader of the OpenMetrics project itself, which takes exemplars only where they may be. */
  @Test
  void isReadByTheStrictestReader() throws Exception {
    assumeTrue(
        python("import prometheus_client").waitFor() == 0,
        "missing: prometheus_client for python3 (python3 -m venv py && py/bin/pip install"
            + " prometheus_client, then PATH=$PWD/py/bin:$PATH)");
    Telemetry telemetry = open(collector.endpoint(), "always_on");
    live(telemetry, 7, Cause.BROKEN_PIPE);

    Process reader = python(COUNT_EXEMPLARS);
    try (OutputStream in = reader.getOutputStream()) {
      in.write(telemetry.scrape(OPEN_METRICS).getBytes(UTF_8));
    }

    assertThat(new String(reader.getInputStream().readAllBytes(), UTF_8)).isEqualTo("6\n");
    telemetry.close(PLENTY);
  }

  private static Process python(String program) throws IOException {
    return new ProcessBuilder("python3", "-c", program).redirectErrorStream(true).start();
  }

  private String exemplar(String name) {
    var span =
        collector.spans().stream()
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    HexFormat hex = HexFormat.of();
    return "{span_id=\"%s\",trace_id=\"%s\"}"
        .formatted(
            hex.formatHex(span.getSpanId().toByteArray()),
            hex.formatHex(span.getTraceId().toByteArray()));
  }

  private static String line(String text, String part) {
    return text.lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
  }

  private static Telemetry open(String endpoint, String sampler) {
    Properties properties = new Properties();
    properties.setProperty("otel.exporter.otlp.endpoint", endpoint);
    properties.setProperty("otel.traces.sampler", sampler);
    return Telemetry.open(
        new Build("0.1.0", "abc1234", "17"),
        new Observations(
            new Figures(),
            new Tales(),
            new Health(),
            () -> null,
            new Faults(),
            List::of,
            () -> true,
            null),
        properties,
        Map.of());
  }

  private static void live(Telemetry telemetry, long id, Cause cause) {
    SshConnection connection = new SshConnection(id, Side.CLIENT, OPENED, OPENED, null, null);
    telemetry.listeners().forEach(listener -> listener.connectionRecognised(connection));
    telemetry
        .listeners()
        .forEach(listener -> listener.connectionEstablished(established(connection)));
    telemetry.listeners().forEach(listener -> listener.connectionEnded(ending(connection, cause)));
  }

  private static Establishment established(SshConnection connection) {
    return new Establishment(
        connection, OPENED.plusMillis(300), true, Library.JSCH, "", null, null, null, null);
  }

  private static Ending ending(SshConnection connection, Cause cause) {
    return new Ending(
        connection,
        OPENED.plusSeconds(60),
        Duration.ofSeconds(60),
        new Verdict(cause, Initiator.PEER),
        Duration.ofSeconds(30),
        Duration.ofSeconds(2),
        0,
        0,
        null);
  }
}
