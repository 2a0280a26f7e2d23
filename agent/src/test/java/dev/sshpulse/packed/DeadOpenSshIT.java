package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.MinaClient;
import dev.sshpulse.probe.MinaServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real library talks to a real OpenSSH, which dies, or which the path swallows. */
class DeadOpenSshIT {
  private static final String[] IMPATIENT = {"net.ipv4.tcp_retries2=3"};

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

        logIn(host, "2");
        session(server).destroyForcibly();
        assertThat(cause(host, 2)).isEqualTo("closed, peer");

        logIn(host, "3");
        machines.router("dropped", OpenSsh.PORT);
        assertThat(cause(host, 3)).isEqualTo("retransmission_timeout, network");
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

      openSsh.logIn(Machines.HOST_ADDRESS, port).destroyForcibly();
      assertThat(cause(host, 2)).isEqualTo("closed, peer");

      openSsh.logIn(Machines.HOST_ADDRESS, port);
      machines.router("dropped", port);
      assertThat(cause(host, 3)).isEqualTo("retransmission_timeout, network");
    }
  }

  private static HostJvm server(Jdk jdk, Machines machines) {
    return HostJvm.on(jdk)
        .on(machines.host())
        .agent()
        .classPath(System.getProperty("java.class.path"))
        .start(MinaServer.class, Machines.HOST_ADDRESS);
  }

  /** Waits for so many endings; of the last. */
  private static String cause(HostJvm host, int endings) {
    await()
        .atMost(HostJvm.PATIENCE)
        .until(() -> host.scrape().sum("ssh_connection_endings_total") >= endings);
    assertThat(Told.all(host.fetch("/api/v1/endings"))).hasSize(endings);
    Told last = Told.all(host.fetch("/api/v1/endings")).get(0);
    return last.cause() + ", " + last.initiator();
  }
}
