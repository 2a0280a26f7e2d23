package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sshpulse.packed.HostJvm;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * An OTLP receiver (http/protobuf, gzip or not) that remembers each span until it is taken.
 *
 * <p>A span that nobody took is a failure: {@link #assertNoneIsLeft}.
 */
final class Spans implements AutoCloseable {
  private static final String LAST = "ssh close";
  private static final String CONNECTION = "ssh.connection.id";

  /** What differs from run to run: shown as {@code …}. */
  private static final Set<String> VARYING =
      Set.of(
          CONNECTION,
          "network.peer.port",
          "network.local.port",
          "server.port",
          "client.port",
          "ssh.connection.duration_ms",
          "ssh.session.duration_ms",
          "ssh.close.idle_ms",
          "ssh.close.detection_ms",
          "ssh.connection.received_bytes",
          "ssh.connection.sent_bytes",
          "thread.id",
          "thread.name");

  /** What these say of the versions of programs that the machine brings is left out. */
  private static final Set<String> IDENTIFICATIONS =
      Set.of("ssh.client.version", "ssh.server.version");

  private final List<Span> received = new CopyOnWriteArrayList<>();
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  Spans() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::receive);
    server.start();
  }

  /** Has a host send its spans here, and soon. */
  HostJvm.Builder to(HostJvm.Builder host) {
    return host.environment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint())
        .environment("OTEL_BSP_SCHEDULE_DELAY", "20");
  }

  /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} is set to. */
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = body(exchange).readAllBytes();
      bodies.add(body);
      ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream())
          .forEach(received::add);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  /**
   * Takes the spans of so many connections, once the last span of each is there: {@code <name>
   * <kind> <root, or below and its parent's name> <status> [-> linked span] [! event {attributes}]
   * {attributes}}, sorted.
   */
  List<String> take(int connections) {
    List<Span> taken = takeRaw(connections);
    assertThat(taken.stream().map(Spans::connection).distinct())
        .as("connections, of %s", taken)
        .hasSize(connections);
    return taken.stream().map(span -> line(span, taken)).sorted().toList();
  }

  /** The same as they came, and with them whatever else has come. */
  List<Span> takeRaw(int connections) {
    await()
        .atMost(HostJvm.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> received.stream().filter(Spans::isLast).count() >= connections);
    List<Span> taken = new ArrayList<>(received);
    received.removeAll(taken);
    return taken;
  }

  /** All that was ever received, byte for byte as ISO 8859-1. */
  String everything() {
    return bodies.stream()
        .map(body -> new String(body, StandardCharsets.ISO_8859_1))
        .collect(Collectors.joining());
  }

  /** Takes the one span of what has become no connection. */
  String takeOne() {
    await().atMost(HostJvm.PATIENCE).until(() -> !received.isEmpty());
    List<Span> taken = new ArrayList<>(received);
    received.removeAll(taken);
    assertThat(taken).hasSize(1);
    return line(taken.get(0), taken);
  }

  void assertNoneIsLeft() {
    assertThat(received).isEmpty();
  }

  private static boolean isLast(Span span) {
    return span.getName().equals(LAST);
  }

  private static String connection(Span span) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(CONNECTION))
        .map(attribute -> value(attribute.getValue()))
        .findFirst()
        .orElse("none");
  }

  private static String line(Span span, List<Span> all) {
    Stream<String> parts =
        Stream.of(
            span.getName(),
            span.getKind().name().replace("SPAN_KIND_", ""),
            parent(span, all),
            status(span),
            links(span, all),
            events(span),
            attributes(span.getAttributesList()));
    return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
  }

  private static String parent(Span span, List<Span> all) {
    return span.getParentSpanId().isEmpty() ? "root" : "below " + name(span.getParentSpanId(), all);
  }

  private static String name(ByteString id, List<Span> all) {
    return all.stream()
        .filter(span -> span.getSpanId().equals(id))
        .map(Span::getName)
        .findFirst()
        .orElse("an unknown span");
  }

  private static String status(Span span) {
    return span.getStatus().getCode().name().replace("STATUS_CODE_", "");
  }

  private static String links(Span span, List<Span> all) {
    return span.getLinksList().stream()
        .map(link -> "-> " + name(link.getSpanId(), all))
        .collect(Collectors.joining(" "));
  }

  private static String events(Span span) {
    return span.getEventsList().stream()
        .map(event -> "! " + event.getName() + " " + attributes(event.getAttributesList()))
        .collect(Collectors.joining(" "));
  }

  private static String attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .map(Spans::attribute)
        .sorted()
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String attribute(KeyValue attribute) {
    String key = attribute.getKey();
    String value = value(attribute.getValue());
    if (IDENTIFICATIONS.contains(key)) {
      return key + "=" + value.replaceFirst("(?<=[A-Za-z][-_])(?<!^SSH-)\\d.*", "…");
    }
    return key + "=" + (VARYING.contains(key) ? "…" : value);
  }

  private static String value(AnyValue value) {
    return value.hasStringValue() ? value.getStringValue() : "" + plain(value);
  }

  private static Object plain(AnyValue value) {
    if (value.hasIntValue()) {
      return value.getIntValue();
    }
    return value.hasBoolValue() ? value.getBoolValue() : value;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
