package dev.sshpulse.packed.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.OpenSsh;
import dev.sshpulse.probe.MinaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server in a JVM with the agent and one in Go in one pod, and a sidecar: each counts its own.
 */
class BesideAgentIT {
  private static final int GO = 2222;
  private static final int ROUNDS = 3;

  /** The sidecar asks the agent first, and does not wait for the next of its rounds. */
  private static final Duration SOON = Duration.ofSeconds(3);

  @TempDir Path directory;

  private final Deque<Session> toMina = new ArrayDeque<>();
  private final Deque<Session> toGo = new ArrayDeque<>();
  private ForgetfulNat nat;
  private OpenSsh keys;
  private HostJvm mina;
  private Sidecar sidecar;
  private int minaPort;
  private int opened;

  @Test
  void countsEveryConnectionOnceOverBoth() {
    nat = new ForgetfulNat("both");
    keys = new OpenSsh(nat.clients(), ForgetfulNat.SERVERS, directory);
    mina =
        HostJvm.on(Jdk.all().get(0))
            .on(nat.servers())
            .agent("http.listen=127.0.0.1:9922")
            .classPath(System.getProperty("java.class.path"))
            .start(MinaServer.class, ForgetfulNat.SERVERS);
    minaPort = port();
    GoServer go = new GoServer(nat.servers(), ForgetfulNat.SERVERS, GO);
    try (Sidecar started = Sidecar.on(nat.servers(), minaPort + "," + GO)) {
      sidecar = started.awaitStart();
      for (int round = 0; round < ROUNDS; round++) {
        open();
        assertEachIsCountedOnce();
        close(2);
        assertEachIsCountedOnce();
      }
    } finally {
      toMina.forEach(Session::close);
      toGo.forEach(Session::close);
      go.close();
      mina.close();
      nat.close();
    }
  }

  private int port() {
    mina.awaitOutput(".");
    Matcher port = Pattern.compile("port (\\d+)\\.").matcher(mina.out());
    assertThat(port.find()).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private void open() {
    for (int i = 0; i < 3; i++) {
      toMina.add(session(minaPort));
      toGo.add(session(GO));
    }
  }

  private Session session(int port) {
    opened++;
    return new Session(
        nat.clients(),
        GoServer.logInAnd(Session.COMMAND, keys.key(), OpenSsh.USER, ForgetfulNat.SERVERS, port));
  }

  private void close(int ofEach) {
    for (int i = 0; i < ofEach; i++) {
      toMina.remove().close();
      toGo.remove().close();
    }
  }

  private void assertEachIsCountedOnce() {
    int open = toMina.size() + toGo.size();
    await().atMost(HostJvm.PATIENCE).until(() -> established() == open);
    await().atMost(HostJvm.PATIENCE).until(() -> agents("ssh_active_connections") == toMina.size());
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              assertThat(agents("ssh_active_connections")).isEqualTo(toMina.size());
              assertThat(sidecar.active("server")).isEqualTo(toGo.size());
              assertThat(agents("ssh_connections_total") + sidecar.total("server"))
                  .isEqualTo(opened);
            });
  }

  /** Both ends of them may still have to say that they are SSH. */
  private long established() {
    String filter = "( sport = :" + minaPort + " or sport = :" + GO + " )";
    String sockets = nat.servers().run("ss", "-Htn", "state", "established", filter);
    return sockets.lines().count();
  }

  private double agents(String metric) {
    return mina.scrape().value(metric + "{side=\"server\"}");
  }
}
