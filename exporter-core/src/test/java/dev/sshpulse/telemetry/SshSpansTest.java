package dev.sshpulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import dev.sshpulse.model.TraceParent;
import dev.sshpulse.model.Verdict;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SshSpansTest {

  private static final Build BUILD = new Build("0.1.0", "abc1234", "17");
  private static final String TEXT = "text/plain; version=0.0.4";
  private static final Duration PLENTY = Duration.ofSeconds(30);
  private static final Instant OPENED = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant RECOGNISED = OPENED.plusMillis(40);
  private static final Instant ESTABLISHED = RECOGNISED.plusMillis(200);
  private static final Instant ENDED = RECOGNISED.plusSeconds(90);
  private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.1", 40000);
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.2", 22);

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Faults faults = new Faults();
  private final Properties properties = new Properties();
  private final Collector collector = new Collector(200);

  SshSpansTest() throws IOException {}

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void tellsOfAConnectionInTwoTracesWithALinkBack() {
    send(connection(Side.CLIENT), Cause.CONNECTION_RESET);

    Span connect = collector.spans().get(0);
    Span close = collector.spans().get(1);

    assertThat(collector.scopes()).containsExactly("dev.sshpulse");
    assertThat(connect.getName()).isEqualTo("ssh connect");
    assertThat(connect.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(connect.getStartTimeUnixNano()).isEqualTo(nanos(OPENED));
    assertThat(connect.getEndTimeUnixNano()).isEqualTo(nanos(ESTABLISHED));
    assertThat(connect.getParentSpanId()).isEmpty();
    assertThat(connect.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(close.getName()).isEqualTo("ssh close");
    assertThat(close.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_INTERNAL);
    assertThat(close.getStartTimeUnixNano()).isEqualTo(nanos(ENDED));
    assertThat(close.getTraceId()).isNotEqualTo(connect.getTraceId());
    assertThat(close.getParentSpanId()).isEmpty();
    assertThat(close.getLinks(0).getTraceId()).isEqualTo(connect.getTraceId());
    assertThat(close.getLinks(0).getSpanId()).isEqualTo(connect.getSpanId());
  }

  @Test
  void describesAClientsConnection() {
    send(connection(Side.CLIENT), Cause.CLOSED);

    Map<String, Object> attributes = attributes(0);

    assertThat(attributes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("network.local.address", "192.0.2.1"),
                Map.entry("network.local.port", 40000L),
                Map.entry("network.peer.address", "192.0.2.2"),
                Map.entry("network.peer.port", 22L),
                Map.entry("network.protocol.name", "ssh"),
                Map.entry("network.protocol.version", "2.0"),
                Map.entry("network.transport", "tcp"),
                Map.entry("network.type", "ipv4"),
                Map.entry("server.address", "git.example.org"),
                Map.entry("server.port", 22L),
                Map.entry("ssh.client.version", "SSH-2.0-JSCH_2.28.0"),
                Map.entry("ssh.connection.id", 7L),
                Map.entry("ssh.host", "git.example.org"),
                Map.entry("ssh.library", "jsch"),
                Map.entry("ssh.library.version", "2.28.0"),
                Map.entry("ssh.server.version", "SSH-2.0-OpenSSH_9.9")));
  }

  @Test
  void describesAServersConnectionOverIpv6() {
    InetSocketAddress peer = new InetSocketAddress("2001:db8::1", 50000);
    send(new SshConnection(7, Side.SERVER, OPENED, RECOGNISED, LOCAL, peer), Cause.CLOSED);

    assertThat(collector.spans().get(0).getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(attributes(0))
        .containsEntry("network.type", "ipv6")
        .containsEntry("client.address", "2001:db8:0:0:0:0:0:1")
        .containsEntry("client.port", 50000L)
        .doesNotContainKeys("server.address", "server.port");
  }

  @Test
  void saysNothingOfAddressesThatAreNotKnown() {
    send(new SshConnection(7, Side.SERVER, OPENED, RECOGNISED, null, null), Cause.CLOSED);

    assertThat(attributes(0))
        .containsOnlyKeys("network.protocol.name", "ssh.connection.id", "ssh.library");
  }

  @Test
  void marksAFailedCloseAsAnError() {
    send(connection(Side.CLIENT), Cause.CONNECTION_RESET);

    Span close = collector.spans().get(1);

    assertThat(close.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(attributes(1))
        .containsEntry("error.type", "connection_reset")
        .containsEntry("ssh.close.cause", "connection_reset")
        .containsEntry("ssh.close.initiator", "peer")
        .containsEntry("ssh.close.idle_ms", 300_000L)
        .containsEntry("ssh.close.detection_ms", 1_500L)
        .containsEntry("ssh.connection.id", 7L)
        .containsEntry("ssh.connection.duration_ms", 90_000L)
        .containsEntry("ssh.connection.received_bytes", 1000L)
        .containsEntry("ssh.connection.sent_bytes", 2000L)
        .containsEntry("network.peer.address", "192.0.2.2");
  }

  @Test
  void marksAnOrderlyCloseAsNothing() {
    send(connection(Side.CLIENT), Cause.CLOSED);

    Span close = collector.spans().get(1);

    assertThat(close.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(attributes(1)).containsEntry("ssh.close.cause", "closed");
    assertThat(attributes(1)).doesNotContainKey("error.type");
  }

  @Test
  void givesAnErrorWithoutANameTheValueOfTheConventions() {
    send(connection(Side.CLIENT), Cause.OTHER);

    assertThat(attributes(1)).containsEntry("error.type", "_OTHER");
  }

  @Test
  void honoursTheUsersSettings() {
    properties.setProperty("otel.service.name", "gerrit");
    properties.setProperty("otel.propagators", "one-that-is-not-here");

    send(connection(Side.CLIENT), Cause.CLOSED);

    assertThat(collector.resource()).containsEntry("service.name", "gerrit");
  }

  @Test
  void countsWhatWasExported() {
    Telemetry telemetry = open(collector.endpoint());

    tell(telemetry, connection(Side.CLIENT), Cause.CLOSED);
    telemetry.close(PLENTY);

    assertThat(totals(telemetry))
        .containsEntry("sshpulse_spans_exported_total", 2.0)
        .containsEntry("sshpulse_spans_failed_total", 0.0);
    assertThat(telemetry.otlp()).isEqualTo("otlp " + collector.endpoint());
  }

  @Test
  void countsWhatWasRefused() throws IOException {
    try (Collector refusing = new Collector(400)) {
      Telemetry telemetry = open(refusing.endpoint());

      tell(telemetry, connection(Side.CLIENT), Cause.CLOSED);
      telemetry.close(PLENTY);

      assertThat(totals(telemetry))
          .containsEntry("sshpulse_spans_exported_total", 0.0)
          .containsEntry("sshpulse_spans_failed_total", 2.0);
    }
  }

  @Test
  void closesInTimeWhenTheEndpointNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, LOOPBACK)) {
      Telemetry telemetry = open("http://127.0.0.1:" + silent.getLocalPort());
      tell(telemetry, connection(Side.CLIENT), Cause.CLOSED);

      long from = System.nanoTime();
      telemetry.close(Duration.ofMillis(50));

      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void countsTheSpansThatDoNotFit() throws IOException {
    properties.setProperty("otel.bsp.max.queue.size", "10");
    properties.setProperty("otel.bsp.max.export.batch.size", "10");
    properties.setProperty("otel.bsp.schedule.delay", "600000");
    try (ServerSocket silent = new ServerSocket(0, 50, LOOPBACK)) {
      Telemetry telemetry = open("http://127.0.0.1:" + silent.getLocalPort());

      for (int i = 0; i < 100; i++) {
        tell(telemetry, connection(Side.CLIENT), Cause.CLOSED);
      }

      // Ten are on their way, ten wait; the SDK may take them in one or the other order.
      assertThat(faults.drops(Faults.What.SPAN)).isBetween(180L, 190L);
      telemetry.close(Duration.ZERO);
    }
  }

  @Test
  void losesNoSpanUncountedToAnEndpointThatNeverAnswers() throws IOException {
    properties.setProperty("otel.exporter.otlp.timeout", "50");
    properties.setProperty("otel.bsp.schedule.delay", "10");
    properties.setProperty("otel.bsp.max.queue.size", "20");
    properties.setProperty("otel.bsp.max.export.batch.size", "10");
    try (ServerSocket silent = new ServerSocket(0, 50, LOOPBACK)) {
      Telemetry telemetry = open("http://127.0.0.1:" + silent.getLocalPort());

      for (int i = 0; i < 100; i++) {
        tell(telemetry, connection(Side.CLIENT), Cause.CLOSED);
      }
      telemetry.close(PLENTY);

      double failed = totals(telemetry).get("sshpulse_spans_failed_total");
      assertThat(failed + faults.drops(Faults.What.SPAN)).isEqualTo(200);
      assertThat(failed).isGreaterThanOrEqualTo(20);
    }
  }

  @Test
  void followsVariablesAsWellAsProperties() {
    Map<String, String> environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(),
            "OTEL_SERVICE_NAME", "jenkins",
            "OTEL_RESOURCE_ATTRIBUTES", "host.name=ci,service.name=overridden",
            "OTEL_EXPORTER_OTLP_COMPRESSION", "none");
    Telemetry telemetry = Telemetry.open(BUILD, seen(), properties, environment);

    tell(telemetry, connection(Side.CLIENT), Cause.CLOSED);
    telemetry.close(PLENTY);

    assertThat(collector.resource())
        .containsEntry("service.name", "jenkins")
        .containsEntry("host.name", "ci");
  }

  @Test
  void sendsNothingThatIsNotSampled() {
    properties.setProperty("otel.traces.sampler", "parentbased_traceidratio");
    properties.setProperty("otel.traces.sampler.arg", "0");
    Telemetry telemetry = open(collector.endpoint());

    tell(telemetry, connection(Side.CLIENT), Cause.CLOSED);
    telemetry.close(PLENTY);

    assertThat(collector.spans()).isEmpty();
    assertThat(faults.drops(Faults.What.SPAN)).isZero();
  }

  @Test
  void leavesOutTheLinkOfAConnectionBeyondThoseItRemembers() {
    List<SpanData> ended = new ArrayList<>();
    SshListener spans = new SshSpans(tracer(ended), 1, new SpanTotals(faults));

    begin(spans, connection(1));
    begin(spans, connection(2));
    spans.connectionEnded(ending(connection(1)));
    spans.connectionEnded(ending(connection(2)));

    assertThat(ended).extracting(SpanData::getTotalRecordedLinks).containsExactly(0, 0, 1, 0);
    assertThat(faults.drops(Faults.What.SPAN)).isEqualTo(1);
  }

  @Test
  void forgetsAConnectionThatIsOver() {
    SshListener spans = new SshSpans(tracer(new ArrayList<>()), 1, new SpanTotals(faults));

    for (long id = 0; id < 10; id++) {
      begin(spans, connection(id));
      spans.connectionEnded(ending(connection(id)));
    }

    assertThat(faults.drops(Faults.What.SPAN)).isZero();
  }

  private static Tracer tracer(List<SpanData> ended) {
    SpanExporter into =
        new SpanExporter() {
          @Override
          public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
          }

          @Override
          public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
          }

          @Override
          public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
          }
        };
    return SdkTracerProvider.builder()
        .addSpanProcessor(SimpleSpanProcessor.create(into))
        .build()
        .get("test");
  }

  @Test
  void runsWithoutSpansWhenTheSdkRefusesASetting() {
    Telemetry telemetry = open("no url at all");

    assertThat(telemetry.makesSpans()).isFalse();
    assertThat(telemetry.otlp()).startsWith("otlp off (").contains("no url at all");
    assertThat(totals(telemetry)).doesNotContainKey("sshpulse_spans_exported_total");
  }

  @Test
  void saysThatGrpcIsNotSpoken() {
    properties.setProperty("otel.exporter.otlp.protocol", "grpc");

    Telemetry telemetry = open(collector.endpoint());

    assertThat(telemetry.makesSpans()).isFalse();
    assertThat(telemetry.otlp())
        .isEqualTo(
            "otlp off (grpc is not supported: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf)");
  }

  @Test
  void keepsACredentialInTheEndpointToItself() {
    Telemetry telemetry = open("http://user:secret@127.0.0.1:4318");

    assertThat(telemetry.otlp()).isEqualTo("otlp http://127.0.0.1:4318");
    telemetry.close(Duration.ZERO);
  }

  @Test
  void keepsACredentialInTheEndpointToItselfEvenWithAnAtSignInIt() {
    Telemetry telemetry = open("http://user:s@cret@127.0.0.1:4318");

    assertThat(telemetry.otlp()).isEqualTo("otlp http://127.0.0.1:4318");
    telemetry.close(Duration.ZERO);
  }

  private void send(SshConnection connection, Cause cause) {
    Telemetry telemetry = open(collector.endpoint());
    tell(telemetry, connection, cause);
    telemetry.close(PLENTY);
    assertThat(collector.spans()).hasSize(2);
  }

  private Telemetry open(String endpoint) {
    properties.setProperty("otel.exporter.otlp.endpoint", endpoint);
    return Telemetry.open(BUILD, seen(), properties, Map.of());
  }

  private Observations seen() {
    return new Observations(
        new Figures(), new Tales(), new Health(), () -> null, faults, List::of, () -> true, null);
  }

  private static void tell(Telemetry telemetry, SshConnection connection, Cause cause) {
    for (SshListener listener : telemetry.listeners()) {
      begin(listener, connection);
      listener.connectionEnded(ending(connection, cause, 1000, 2000));
    }
  }

  private static void begin(SshListener spans, SshConnection connection) {
    spans.connectionRecognised(connection);
    spans.connectionEstablished(established(connection));
  }

  /** As a library tells it of a client, and the wire of a server. */
  private static Establishment established(SshConnection connection) {
    return connection.side() == Side.CLIENT
        ? established(connection, null)
        : new Establishment(
            connection, RECOGNISED, false, Library.UNKNOWN, "", null, null, null, null);
  }

  private static Establishment established(SshConnection connection, TraceParent parent) {
    return new Establishment(
        connection,
        ESTABLISHED,
        true,
        Library.JSCH,
        "2.28.0",
        "SSH-2.0-JSCH_2.28.0",
        "SSH-2.0-OpenSSH_9.9",
        "git.example.org",
        parent);
  }

  private static Ending ending(SshConnection connection) {
    return ending(connection, Cause.CLOSED, 0, 0);
  }

  private static SshConnection connection(long id) {
    return new SshConnection(id, Side.CLIENT, OPENED, RECOGNISED, LOCAL, PEER);
  }

  private static SshConnection connection(Side side) {
    return new SshConnection(7, side, OPENED, RECOGNISED, LOCAL, PEER);
  }

  private Map<String, Object> attributes(int span) {
    return Collector.attributes(collector.spans().get(span).getAttributesList());
  }

  private static Map<String, Double> totals(Telemetry telemetry) {
    return new Exposition(telemetry.scrape(TEXT)).samples();
  }

  private static long nanos(Instant at) {
    return Duration.between(Instant.EPOCH, at).toNanos();
  }

  private static Ending ending(SshConnection connection, Cause cause, long received, long sent) {
    return new Ending(
        connection,
        ENDED,
        Duration.between(connection.recognisedAt(), ENDED),
        new Verdict(cause, Initiator.PEER),
        Duration.ofSeconds(300),
        Duration.ofMillis(1500),
        received,
        sent,
        null);
  }
}
