package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.MinaClient;
import dev.sshpulse.probe.MinaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real library talks to a real OpenSSH, which dies, or which the path swallows. */
@Tag("alone")
class DeadOpenSshIT {
  private static final String IMPATIENT = "net.ipv4.tcp_retries2=2";

  /** With so few retries, after 200, 400 and 800 ms. */
  private static final Duration SHORTEST_RETRANSMISSION = Duration.ofMillis(1400);

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void tellsAClientWhatEndedItsServers(Jdk jdk) throws Exception {
    try (Machines machines = new Machines("openssh-server", IMPATIENT);
        OpenSsh openSsh = new OpenSsh(machines, directory)) {
      Process server = openSsh.serve();
      try (HostJvm host = client(jdk, machines, openSsh)) {
        logIn(host, "1");
        ProcessHandle first = session(server);
        openSsh.stopReading(first);
        first.destroyForcibly();
        assertThat(cause(host, 1)).isEqualTo("connection_reset, peer");

        // Killed with a heartbeat unread it would reset.
        logIn(host, "2 quiet");
        session(server).destroyForcibly();
        assertThat(cause(host, 2)).isEqualTo("closed, peer");

        logIn(host, "3");
        assertTellsOfAHeartbeatWithoutAnswer(host, () -> machines.router("dropped", OpenSsh.PORT));
      }
    }
  }

  private static HostJvm client(Jdk jdk, Machines machines, OpenSsh openSsh) {
    return HostJvm.on(jdk)
        .on(machines.host())
        .agent()
        .classPath(System.getProperty("java.class.path"))
        .start(
            MinaClient.class,
            Machines.PEER_ADDRESS,
            "" + OpenSsh.PORT,
            OpenSsh.USER,
            openSsh.key().toString());
  }

  private static void logIn(HostJvm client, String name) {
    client.type(name).awaitOutput("logged in: " + name + ".");
  }

  private static ProcessHandle session(Process server) {
    return server.children().findFirst().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void tellsAServerWhatEndedItsClients(Jdk jdk) throws Exception {
    try (Machines machines = new Machines("openssh-client", IMPATIENT);
        HostJvm host = server(jdk, machines);
        OpenSsh openSsh = new OpenSsh(machines, directory)) {
      int port = OpenSshIT.port(host);

      Process first = openSsh.logIn(Machines.HOST_ADDRESS, port);
      openSsh.stopReading(first.toHandle());
      first.destroyForcibly();
      assertThat(cause(host, 1)).isEqualTo("connection_reset, peer");

      // Killed with a heartbeat unread it would reset.
      host.type("quiet").awaitOutput("quiet.");
      openSsh.logIn(Machines.HOST_ADDRESS, port).destroyForcibly();
      assertThat(cause(host, 2)).isEqualTo("unexpected_eof, peer");
      host.type("beating").awaitOutput("beating.");

      openSsh.logIn(Machines.HOST_ADDRESS, port);
      assertTellsOfAHeartbeatWithoutAnswer(host, () -> machines.router("dropped", port));
    }
  }

  private static HostJvm server(Jdk jdk, Machines machines) {
    return HostJvm.on(jdk)
        .on(machines.host())
        .agent()
        .classPath(System.getProperty("java.class.path"))
        .start(MinaServer.class, Machines.HOST_ADDRESS);
  }

  /** A heartbeat five times a second: the silence before the first that was lost is no longer. */
  private static void assertTellsOfAHeartbeatWithoutAnswer(HostJvm host, Runnable drop) {
    Instant dropped = Instant.now();
    drop.run();

    assertThat(cause(host, 3)).isEqualTo("retransmission_timeout, network");
    Told told = last(host, 3);
    assertThat(told.idle()).isLessThan(Duration.ofSeconds(1));
    assertThat(told.detection())
        .isBetween(SHORTEST_RETRANSMISSION, Duration.between(dropped, Instant.now()));
  }

  /** Of the last of so many endings; waits for it. */
  private static String cause(HostJvm host, int endings) {
    Told told = last(host, endings);
    return told.cause() + ", " + told.initiator();
  }

  private static Told last(HostJvm host, int endings) {
    await()
        .atMost(HostJvm.PATIENCE)
        .untilAsserted(() -> assertThat(endings(host)).hasSize(endings));
    return endings(host).get(0);
  }

  private static List<Told> endings(HostJvm host) {
    return Told.all(host.fetch("/api/v1/endings"));
  }
}
