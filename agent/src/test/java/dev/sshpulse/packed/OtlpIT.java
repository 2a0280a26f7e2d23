package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.WirePairs;
import dev.sshpulse.stack.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spans reach a receiver that is not ours, and one that is dead is nobody's trouble. */
class OtlpIT {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String CONNECTION = "ssh.connection.id";

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void tellsOfEveryConnectionAtItsBeginningAndAtItsEnd(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start(directory);
        HostJvm host = sendingTo(receiver.endpoint(), jdk)) {
      List<Node> connects = awaitSpans(receiver, "ssh connect", 2);

      host.type("close").awaitOutput("closed 2");

      List<Node> closes = awaitSpans(receiver, "ssh close", 2);
      assertThat(connects)
          .extracting(span -> span.at("kind").text())
          .containsExactlyInAnyOrder("SPAN_KIND_CLIENT", "SPAN_KIND_SERVER");
      assertThat(connects).allSatisfy(OtlpIT::assertThatItNamesBothEnds);
      assertThat(closes).allSatisfy(close -> assertThatItIsLinkedToOneOf(connects, close));
      assertThat(closes)
          .allSatisfy(
              close -> {
                assertThat(close.at("kind").text()).isEqualTo("SPAN_KIND_INTERNAL");
                assertThat(attributes(close)).containsEntry("ssh.close.cause", "closed");
                assertThat(attributes(close)).containsKeys("ssh.connection.duration_ms");
                assertThat(close.at("status").has("code")).isFalse();
              });
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void marksTheEndOfABrokenConnectionAsAnError(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start(directory);
        HostJvm host = sendingTo(receiver.endpoint(), jdk)) {
      host.url();

      host.type("break").awaitOutput("broken pipes 3");

      List<Node> closes = awaitSpans(receiver, "ssh close", 2);
      assertThat(closes)
          .filteredOn(close -> close.at("status").has("code"))
          .singleElement()
          .satisfies(
              close -> {
                assertThat(close.at("status").at("code").text()).isEqualTo("STATUS_CODE_ERROR");
                assertThat(attributes(close))
                    .containsEntry("error.type", "broken_pipe")
                    .containsEntry("ssh.close.cause", "broken_pipe")
                    .containsEntry("ssh.close.initiator", "peer")
                    .containsKeys("ssh.close.idle_ms", "ssh.close.detection_ms");
              });
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void followsTheSettingsOfOpenTelemetry(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start(directory);
        HostJvm host =
            HostJvm.on(jdk)
                .agent()
                .environment("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", receiver.endpoint() + "/mine")
                .environment("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")
                .environment("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20secret,x-scope=ssh")
                .environment("OTEL_SERVICE_NAME", "gerrit")
                .environment("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test")
                .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
                .start(WirePairs.class, "1")) {
      host.url();
      host.type("close").awaitOutput("closed 2");
      await().atMost(Duration.ofSeconds(60)).until(() -> spans(receiver, "ssh close").size() == 2);

      Node close = spans(receiver, "ssh close").get(0);

      assertThat(close.at("path").text()).isEqualTo("/mine");
      assertThat(close.at("headers").at("content-encoding").text()).isEqualTo("gzip");
      assertThat(close.at("headers").at("api-key").text()).isEqualTo("a secret");
      assertThat(close.at("headers").at("x-scope").text()).isEqualTo("ssh");
      assertThat(attributes(close.at("resource")))
          .containsEntry("service.name", "gerrit")
          .containsEntry("deployment.environment.name", "test");
    }
  }

  private static HostJvm sendingTo(String endpoint, Jdk jdk) {
    return HostJvm.on(jdk)
        .agent()
        .environment(ENDPOINT, endpoint)
        .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
        .start(WirePairs.class, "1");
  }

  private static List<Node> awaitSpans(OtlpReceiver receiver, String name, int count) {
    await().atMost(Duration.ofSeconds(60)).until(() -> spans(receiver, name).size() >= count);
    List<Node> spans = spans(receiver, name);
    assertThat(spans).hasSize(count).allSatisfy(OtlpIT::assertThatItCameOverHttpProtobuf);
    return spans;
  }

  private static List<Node> spans(OtlpReceiver receiver, String name) {
    return receiver.spans().stream().filter(s -> s.at("name").text().equals(name)).toList();
  }

  private static void assertThatItCameOverHttpProtobuf(Node span) {
    assertThat(span.at("path").text()).isEqualTo("/v1/traces");
    assertThat(span.at("contentType").text()).isEqualTo("application/x-protobuf");
    assertThat(span.has("parentSpanId")).isFalse();
  }

  private static void assertThatItNamesBothEnds(Node connect) {
    boolean client = connect.at("kind").text().equals("SPAN_KIND_CLIENT");
    Map<String, Object> attributes = attributes(connect);
    String peer = client ? "server" : "client";
    assertThat(attributes)
        .containsEntry("network.protocol.name", "ssh")
        .containsEntry("network.transport", "tcp")
        .containsEntry("network.type", "ipv4")
        .containsEntry("network.peer.address", "127.0.0.1")
        .containsEntry("network.local.address", "127.0.0.1")
        .containsEntry(peer + ".address", "127.0.0.1")
        .containsEntry(peer + ".port", attributes.get("network.peer.port"))
        .containsKeys(CONNECTION, "network.local.port");
  }

  private static void assertThatItIsLinkedToOneOf(List<Node> connects, Node close) {
    Node link = close.at("links").list().get(0);
    Node connect =
        connects.stream()
            .filter(span -> span.at("spanId").text().equals(link.at("spanId").text()))
            .findFirst()
            .orElseThrow();
    assertThat(link.at("traceId").text()).isEqualTo(connect.at("traceId").text());
    assertThat(close.at("traceId").text()).isNotEqualTo(connect.at("traceId").text());
    assertThat(attributes(close)).containsEntry(CONNECTION, attributes(connect).get(CONNECTION));
  }

  private static Map<String, Object> attributes(Node span) {
    Map<String, Object> attributes = new HashMap<>();
    for (Node attribute : span.at("attributes").list()) {
      Map<?, ?> value = (Map<?, ?>) attribute.at("value").value();
      attributes.put(attribute.at("key").text(), value.values().iterator().next());
    }
    return attributes;
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void letsTheApplicationBeWhenNobodyListens(Jdk jdk) throws Exception {
    try (Socket bound = bound()) {
      letsTheApplicationBe("http://127.0.0.1:" + bound.getLocalPort(), jdk);
    }
  }

  private static void letsTheApplicationBe(String refusing, Jdk jdk) throws Exception {
    try (HostJvm host = sendingTo(refusing, jdk)) {
      host.url();
      host.type("close").awaitOutput("closed 2");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> host.scrape().value("sshpulse_spans_failed_total") > 0);
      assertThat(host.scrape().sum("socket_io_errors_total")).as("our own sockets").isZero();

      host.type("end");

      assertThatNothingWasNoticed(host, refusing);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void letsTheApplicationBeWhenTheReceiverNeverAnswers(Jdk jdk) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        HostJvm host = sendingTo("http://127.0.0.1:" + silent.getLocalPort(), jdk)) {
      silent.setSoTimeout(60_000);
      host.url();
      silent.accept();
      host.type("close").awaitOutput("closed 2");

      host.type("end");

      assertThatNothingWasNoticed(host, "http://127.0.0.1:" + silent.getLocalPort());
    }
  }

  private static void assertThatNothingWasNoticed(HostJvm host, String endpoint) {
    assertThat(host.exitCode()).isZero();
    assertThat(host.out()).isEqualTo("open 1\nclosed 2\n");
    assertThat(host.err().lines()).singleElement().asString().contains("otlp " + endpoint);
  }

  /** Nobody listens at its port, and nobody else can. */
  private static Socket bound() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }
}
