package dev.sshpulse.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives spans over OTLP, decoded by OpenTelemetry's own messages. */
final class Collector implements AutoCloseable {

  private final List<ResourceSpans> received = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final int status;

  /**
   * @param status what to answer every request
   */
  Collector(int status) throws IOException {
    this.status = status;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::receive);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Span> spans() {
    return received.stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  List<String> scopes() {
    return received.stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .map(scope -> scope.getScope().getName())
        .distinct()
        .toList();
  }

  Map<String, Object> resource() {
    return attributes(received.get(0).getResource().getAttributesList());
  }

  static Map<String, Object> attributes(List<KeyValue> attributes) {
    Map<String, Object> map = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      AnyValue value = attribute.getValue();
      map.put(
          attribute.getKey(), value.hasIntValue() ? value.getIntValue() : value.getStringValue());
    }
    return map;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      received.addAll(
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList());
      exchange.sendResponseHeaders(status, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
