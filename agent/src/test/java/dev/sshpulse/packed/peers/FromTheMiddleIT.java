package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.packed.Told;
import dev.sshpulse.probe.ServerForPeers;
import dev.sshpulse.probe.libraries.LibraryHost;
import dev.sshpulse.stack.Node;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections that were open before the agent was attached, and what becomes of them. */
class FromTheMiddleIT {
  @TempDir static Path directory;
  private static Keys keys;
  private static Spans spans;

  /** A server for clients to talk to. */
  private static Dialogue peer;

  private static int portOfPeer;

  @BeforeAll
  static void start() throws Exception {
    keys = Keys.in(directory);
    spans = new Spans();
    peer = server(Jdk.all().get(0));
    portOfPeer = portOf(peer);
  }

  @AfterAll
  static void leaveNoSpans() {
    peer.close();
    spans.close();
    spans.assertNoneIsLeft();
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void tellsOfEachConnectionOfAServerAndWhatKilledIt(Jdk jdk) throws Exception {
    try (Dialogue mina = server(jdk);
        SwallowingPath cut = new SwallowingPath(portOf(mina));
        SwallowingPath left = new SwallowingPath(cut.target());
        Run first = client(cut.port(), "wait").endInput();
        Run second = client(left.port(), "wait");
        Run talking = client(cut.target(), "talk")) {
      first.awaitOutput("ready");
      second.awaitOutput("ready");
      talking.awaitOutput("still here");

      attach(mina.jvm());

      await().atMost(HostJvm.PATIENCE).untilAsserted(() -> assertOpen(mina.jvm(), "server", 3));
      Scrape found = mina.jvm().scrape();
      assertThat(found.value("ssh_connections_total{side=\"server\"}")).isEqualTo(3);
      assertThat(found.sum("ssh_connections_total")).isEqualTo(3);
      assertThat(live(mina.jvm()))
          .allSatisfy(
              one -> {
                assertThat(one.at("seen").text()).isEqualTo("from_the_middle");
                assertThat(one.at("local").text()).endsWith(":" + cut.target());
                assertThat(one.has("opened_at")).isFalse();
              });

      cut.reset();
      awaitEndings(mina.jvm(), 1);
      second.kill();
      awaitEndings(mina.jvm(), 2);
      mina.say("kick " + MinaHost.BY_APPLICATION);
      awaitEndings(mina.jvm(), 3);

      assertThat(Told.all(mina.jvm().fetch("/api/v1/endings")))
          .extracting(told -> told.side() + " " + told.cause() + " " + told.initiator())
          .containsExactly(
              "server closed local", "server closed peer", "server connection_reset peer");
      Scrape over = mina.jvm().scrape();
      assertThat(over.sum("ssh_active_connections")).isZero();
      assertThat(over.sum("ssh_connection_failures_total")).isEqualTo(1);
      assertThat(over.sum("ssh_active_channels")).isZero();
      assertThat(over.sum("ssh_connection_duration_seconds_count")).isZero();
      assertThat(over.sum("ssh_handshake_duration_seconds_count")).isZero();
      assertThat(over.sum("ssh_connection_idle_before_failure_seconds_count")).isZero();
      assertThat(over.sum("sshpulse_errors_total")).isZero();
      assertThat(spans.take(3))
          .hasSize(3)
          .allMatch(span -> span.startsWith("ssh close INTERNAL root "))
          .allMatch(span -> span.contains("ssh.connection.seen_from_middle=true"));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsNoConnectionThatIsNoSsh(Jdk jdk) throws Exception {
    try (Dialogue mina = server(jdk);
        ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Run client = forward(portOf(mina), plain.getLocalPort())) {
      try (var accepted = plain.accept()) {
        accepted.getOutputStream().write("SSH-2.0-".getBytes());
        client.awaitOutput("SSH-2.0-");

        attach(mina.jvm());

        await().atMost(HostJvm.PATIENCE).untilAsserted(() -> assertOpen(mina.jvm(), "server", 1));
        accepted.getOutputStream().write("still plain\n".getBytes());
        client.awaitOutput("still plain");
        assertOpen(mina.jvm(), "server", 1);
        assertThat(mina.jvm().scrape().sum("ssh_connections_total")).isEqualTo(1);
      }
      client.kill();
      awaitEndings(mina.jvm(), 1);
      assertThat(spans.take(1)).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void knowsASessionOfAClientThatSaysNothing(Jdk jdk, JavaLibrary library) throws Exception {
    try (SwallowingPath path = new SwallowingPath(portOfPeer);
        Dialogue host = new Dialogue(spans.to(HostJvm.on(jdk)), LibraryHost.class)) {
      host.say(line(library, path.port()));
      assertThat(host.hear()).isEqualTo("out ready");

      attach(host.jvm());

      await().atMost(HostJvm.PATIENCE).untilAsserted(() -> assertOpen(host.jvm(), "client", 1));
      assertThat(live(host.jvm()).get(0).at("peer").text()).endsWith(":" + path.port());
      path.reset();
      awaitEndings(host.jvm(), 1);
      assertThat(Told.all(host.jvm().fetch("/api/v1/endings")))
          .extracting(told -> told.side() + " " + told.cause() + " " + told.initiator())
          .containsExactly("client connection_reset peer");
      assertThat(host.jvm().scrape().sum("sshpulse_errors_total")).isZero();
      assertThat(spans.take(1)).hasSize(1);
    }
  }

  /** Each library on one JDK; on the others one that is found by what its thread runs. */
  static Stream<Arguments> clients() {
    Stream<Arguments> first =
        Stream.of(JavaLibrary.values())
            .filter(JavaLibrary::isNewest)
            .map(library -> Arguments.of(Jdk.all().get(0), library));
    Stream<Arguments> others =
        Jdk.all().stream().skip(1).map(jdk -> Arguments.of(jdk, JavaLibrary.JSCH_2_28_8));
    return Stream.concat(first, others);
  }

  private static String line(JavaLibrary library, int port) {
    return String.join(
        "\t",
        library.folder().toString(),
        library.probe,
        "exec",
        "" + port,
        ServerForPeers.USER,
        "password",
        ServerForPeers.PASSWORD,
        "wait");
  }

  private static Dialogue server(Jdk jdk) throws Exception {
    HostJvm.Builder builder = HostJvm.on(jdk).classPath(System.getProperty("java.class.path"));
    return new Dialogue(
        spans.to(builder), ServerForPeers.class, "" + keys.knownToJava(), ServerForPeers.OLD);
  }

  private static int portOf(Dialogue mina) {
    mina.hear("host key ");
    return Integer.parseInt(mina.hear("port "));
  }

  private static Run client(int port, String command) {
    Order order =
        new Order(
            port,
            "",
            ServerForPeers.USER,
            Method.PUBLIC_KEY,
            ServerForPeers.PASSWORD,
            keys.known(),
            Action.EXEC,
            command);
    return Run.start(new OpenSsh().command(order), java.util.Map.of());
  }

  private static Run forward(int port, int to) {
    Order order =
        new Order(
            port,
            "",
            ServerForPeers.USER,
            Method.PUBLIC_KEY,
            ServerForPeers.PASSWORD,
            keys.known(),
            Action.DIRECT,
            "" + to);
    return Run.start(new OpenSsh().command(order), java.util.Map.of());
  }

  private static void attach(HostJvm host) throws Exception {
    VirtualMachine machine = VirtualMachine.attach("" + host.pid());
    machine.loadAgent(HostJvm.JAR.toAbsolutePath().toString(), "http.listen=127.0.0.1:0");
    machine.detach();
  }

  private static void assertOpen(HostJvm host, String side, int connections) {
    Scrape scrape = host.scrape();
    assertThat(scrape.value("ssh_active_connections{side=\"" + side + "\"}"))
        .isEqualTo(connections);
    assertThat(scrape.sum("ssh_active_connections")).isEqualTo(connections);
    assertThat(live(host)).hasSize(connections);
  }

  private static List<Node> live(HostJvm host) {
    return Node.of("connections", host.fetch("/api/v1/connections")).at("connections").list();
  }

  private static void awaitEndings(HostJvm host, int endings) {
    await()
        .atMost(HostJvm.PATIENCE)
        .until(() -> host.scrape().sum("ssh_connection_endings_total") == endings);
  }
}
