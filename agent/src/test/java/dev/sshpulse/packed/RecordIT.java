package dev.sshpulse.packed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.WirePairs;
import dev.sshpulse.stack.Node;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JSON answers tell of a real dead connection, and to whom. */
class RecordIT {

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void tellsWhatKilledAConnectionAndWhatToDo(Jdk jdk) throws Exception {
    try (HostJvm host = HostJvm.on(jdk).agent().start(WirePairs.class, "1")) {
      Instant before = Instant.now();
      awaitOneOnEachSide(host);

      host.type("hang up").awaitOutput("broken pipes 3");

      List<Node> endings = awaitEndings(host, 2);
      assertThat(text(endings.get(0), "side", "cause", "initiator", "failed", "turn", "retry"))
          .containsExactly("client", "broken_pipe", "peer", "true", "peer", "after a change");
      assertThat(text(endings.get(1), "side", "cause", "initiator", "failed", "turn", "retry"))
          .containsExactly("server", "closed", "local", "false", "nobody", "now");
      Node client = endings.get(0);
      assertThat(client.at("look_first").text()).startsWith("Why the peer closed");
      assertThat(client.at("peer").text()).matches("127\\.0\\.0\\.1:\\d+");
      assertThat(client.at("peer").text()).isEqualTo(endings.get(1).at("local").text());
      assertThat(client.at("sent_bytes").value()).isEqualTo(30);
      assertThat(Instant.parse(client.at("opened_at").text()))
          .isBefore(Instant.parse(client.at("at").text()));
      assertThat(Instant.parse(client.at("at").text())).isBetween(before, Instant.now());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void tellsHowALiveConnectionIs(Jdk jdk) throws Exception {
    try (HostJvm host = HostJvm.on(jdk).agent().start(WirePairs.class, "1")) {
      awaitOneOnEachSide(host);

      await().atMost(HostJvm.PATIENCE).until(() -> protections(host).noneMatch("unknown"::equals));

      List<Node> live = Node.of("connections", connections(host)).at("connections").list();
      assertThat(live).extracting(node -> node.at("id").text()).isSorted().hasSize(2);
      assertThat(live)
          .extracting(node -> node.at("side").text())
          .containsExactlyInAnyOrder("client", "server");
      assertThat(text(live.get(0), "protection", "received_bytes", "sent_bytes"))
          .containsExactly("no_keepalive", "15", "15");
      assertThat(live.get(0).at("silent_seconds").value()).isInstanceOf(Double.class);
      assertThat(live.get(0).at("peer").text()).isEqualTo(live.get(1).at("local").text());
      assertThat(live.get(0).has("unanswered_seconds")).isFalse();
    }
  }

  private static Stream<String> protections(HostJvm host) throws IOException {
    return Node.of("connections", connections(host)).at("connections").list().stream()
        .map(connection -> connection.at("protection").text());
  }

  private static String connections(HostJvm host) throws IOException {
    return body(request(host, "GET", "/api/v1/connections", "Host: localhost:" + port(host)));
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void namesAddressesToThisHostAlone(Jdk jdk) throws Exception {
    try (HostJvm host = HostJvm.on(jdk).agent().start(WirePairs.class, "1")) {
      awaitOneOnEachSide(host);
      host.type("hang up").awaitOutput("broken pipes 3");
      awaitEndings(host, 2);
      String local = "Host: " + authority(host);

      assertThat(get(host, local)).contains("\"peer\":\"127.0.0.1:");
      assertThat(get(host, local + "\r\nOrigin: http://" + authority(host))).contains("\"local\":");
      assertThat(get(host, "Host: localhost:" + port(host))).contains("\"peer\":\"127.0.0.1:");
      for (String stranger :
          List.of(
              "Host: rebound.example.org",
              "Host: localhost",
              "Host: localhost:1",
              local + "\r\nOrigin: http://example.org",
              local + "\r\nX-Forwarded-For: 192.0.2.1")) {
        assertThat(get(host, stranger))
            .as(stranger)
            .contains("\"cause\":\"broken_pipe\"")
            .doesNotContain("127.0.0.1", "\"local\":", "\"peer\":");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void namesAddressesToNobodyWhereTheWorldMayAsk(Jdk jdk) throws Exception {
    try (HostJvm host =
        HostJvm.on(jdk).agent("http.listen=0.0.0.0:0").start(WirePairs.class, "1")) {
      awaitOneOnEachSide(host);
      host.type("hang up").awaitOutput("broken pipes 3");
      awaitEndings(host, 2);

      assertThat(get(host, "Host: localhost:" + port(host)))
          .contains("\"cause\":\"broken_pipe\"")
          .doesNotContain("127.0.0.1", "\"local\":", "\"peer\":");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void isNotKeptByAnybodyOnTheWay(Jdk jdk) throws Exception {
    try (HostJvm host = HostJvm.on(jdk).agent().start(WirePairs.class, "1")) {
      String head = request(host, "HEAD", "/api/v1/connections", "Host: localhost");
      String body = request(host, "GET", "/api/v1/connections", "Host: localhost");

      assertThat(head)
          .startsWith("HTTP/1.1 200 OK")
          .contains("content-type: application/json", "cache-control: no-store")
          .endsWith("\r\n\r\n");
      assertThat(body)
          .contains("\r\n\r\n{\"observer\":\"agent\",\"connections\":[")
          .endsWith("]}\n");
    }
  }

  private static void awaitOneOnEachSide(HostJvm host) {
    host.awaitOutput("open 1");
    assertThat(host.scrape().sum("ssh_active_connections")).isEqualTo(2);
  }

  private static List<Node> awaitEndings(HostJvm host, int count) throws IOException {
    await().atMost(HostJvm.PATIENCE).until(() -> endings(host).size() == count);
    return endings(host).stream()
        .sorted((one, other) -> one.at("side").text().compareTo(other.at("side").text()))
        .toList();
  }

  private static List<Node> endings(HostJvm host) throws IOException {
    return Node.of("endings", get(host, "Host: localhost:" + port(host))).at("endings").list();
  }

  private static List<String> text(Node node, String... keys) {
    return List.of(keys).stream().map(key -> node.at(key).text()).toList();
  }

  private static String get(HostJvm host, String headers) throws IOException {
    return body(request(host, "GET", "/api/v1/endings", headers));
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  /** By hand, for the JDK's clients do not let a caller choose the header {@code Host}. */
  private static String request(HostJvm host, String method, String path, String headers)
      throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port(host))) {
      String request =
          method + " " + path + " HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private static int port(HostJvm host) {
    return URI.create(host.url()).getPort();
  }

  private static String authority(HostJvm host) {
    return URI.create(host.url()).getAuthority();
  }
}
