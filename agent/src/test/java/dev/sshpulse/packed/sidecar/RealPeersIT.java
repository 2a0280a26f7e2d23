package dev.sshpulse.packed.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Namespace;
import dev.sshpulse.packed.OpenSsh;
import dev.sshpulse.packed.Told;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty sessions of OpenSSH's and of Go's clients with OpenSSH's and Go's servers, ended in every
 * way; and what three sidecars say of them: beside the servers with sshd's log, beside the servers
 * with nothing but the kernel, and beside the clients.
 */
@Tag("alone")
class RealPeersIT {
  private static final int SSHD = OpenSsh.PORT;

  /** Another port of the same sshd, where it asks its clients every second whether they live. */
  private static final int ASKING_SSHD = 2201;

  private static final int GO = 2222;

  /** Of a process that dies. */
  private static final int MORTAL_GO = 2223;

  private static final String PORTS = SSHD + "," + ASKING_SSHD + "," + GO + "," + MORTAL_GO;
  private static final String CLOSE_WAIT = "ssh_tcp_connections{state=\"close_wait\"}";
  private static final Pattern PID = Pattern.compile("pid=(\\d+)");

  @TempDir Path directory;

  private final ForgetfulNat nat = new ForgetfulNat("sidecar");
  private final List<Session> sessions = new ArrayList<>();
  private final Map<String, String> expected = new TreeMap<>();
  private OpenSsh openSsh;
  private GoServer go;
  private GoServer mortalGo;
  private Sidecar withLog;
  private Sidecar withoutLog;
  private Sidecar ofClients;
  private int openAtServers;
  private int openAtClients;

  @Test
  void tellsWhatBecameOfFiftySessions() throws Exception {
    nat.servers()
        .sysctl(
            "net.ipv4.tcp_keepalive_time=5",
            "net.ipv4.tcp_keepalive_intvl=1",
            "net.ipv4.tcp_keepalive_probes=2");
    try (OpenSsh servers = new OpenSsh(nat.servers(), ForgetfulNat.SERVERS, directory);
        GoServer first = new GoServer(nat.servers(), ForgetfulNat.SERVERS, GO);
        GoServer second = new GoServer(nat.servers(), ForgetfulNat.SERVERS, MORTAL_GO)) {
      openSsh = servers;
      go = first;
      mortalGo = second;
      servers.serve(
          "ListenAddress " + ForgetfulNat.SERVERS + ":" + ASKING_SSHD,
          "MaxStartups 100",
          "Match LocalPort " + ASKING_SSHD,
          "ClientAliveInterval 1",
          "ClientAliveCountMax 5");
      watchAndPlay("SSHPULSE_SIDECAR_SSHD_LOG=" + servers.log());
    } finally {
      sessions.forEach(Session::close);
      nat.close();
    }
  }

  private void watchAndPlay(String log) {
    try (Sidecar one = Sidecar.on(nat.servers(), PORTS, log);
        Sidecar two = Sidecar.on(nat.servers(), PORTS);
        Sidecar three = Sidecar.on(nat.clients(), PORTS)) {
      withLog = one.awaitStart();
      withoutLog = two.awaitStart();
      ofClients = three.awaitStart();
      play();
    }
  }

  private void play() {
    List<Session> forgotten = open(3, 2, SSHD);
    List<Session> forgottenByGo = open(2, 3, GO);
    assertSeen();
    nat.forget(() -> move(join(forgotten, forgottenByGo)));
    List<Session> loggedOut = join(open(3, 3, SSHD), open(2, 2, GO));
    List<Session> resetByClient = join(open(0, 3, SSHD), open(0, 2, GO));
    List<Session> resetByServer = open(1, 1, GO);
    List<Session> rejected = open(2, 2, ASKING_SSHD);
    List<Session> rejectedByGo = open(0, 1, GO);
    List<Session> killed = join(open(2, 1, SSHD), open(2, 1, GO));
    List<Session> withoutServer = open(3, 1, SSHD);
    List<Session> withoutGo = open(2, 2, MORTAL_GO);
    List<Session> stopped = open(2, 2, ASKING_SSHD);
    assertThat(sessions).hasSize(50);

    dieOfForgetting(forgotten, forgottenByGo);
    // A server that has read the goodbye may be quicker to close than the client that said it.
    String eitherFirst = "closed peer, or closed local";
    end(loggedOut, Session::logOut, eitherFirst, eitherFirst);
    end(resetByClient, session -> session.signal("USR1"), "connection_reset peer", "closed local");
    end(
        resetByServer,
        session -> go.reset(session.port()),
        "closed local",
        "connection_reset peer");
    dieOfRejection(rejected, rejectedByGo);
    end(killed, session -> session.signal("KILL"), "closed peer", "closed local");
    // OpenSSH's clients answer the FIN with more bytes, which nobody takes any more.
    String gone = "closed peer, or connection_reset peer";
    end(withoutServer, this::killServerOf, "closed local", gone);
    end(withoutGo, session -> mortalGo.close(), "closed local", gone);
    dieOfSilence(stopped);

    assertEndings();
  }

  /** sshd has the keepalive of TCP; Go's server sends something. */
  private void dieOfForgetting(List<Session> bySshd, List<Session> byGo) {
    List<Session> both = join(bySshd, byGo);
    byGo.forEach(session -> go.write(session.port()));
    haveLeftServers(both);
    both.forEach(Session::type);
    haveLeftClients(both);
    expectAtServers(bySshd, "tcp_keepalive_timeout network");
    expectAtServers(byGo, "retransmission_timeout network");
    expectAtClients(both, "retransmission_timeout network");
  }

  /** sshd asks its clients, and Go's server sends something: each is answered with an RST. */
  private void dieOfRejection(List<Session> bySshd, List<Session> byGo) {
    List<Session> both = join(bySshd, byGo);
    both.forEach(session -> nat.reject(session.port(), session.serverPort()));
    byGo.forEach(session -> go.write(session.port()));
    haveLeftServers(both);
    both.forEach(Session::type);
    haveLeftClients(both);
    expectAtServers(both, "connection_reset peer");
    expectAtClients(both, "connection_reset peer");
  }

  /**
   * The kernel of a client that is stopped still answers; what its sshd waits for, only sshd knows.
   */
  private void dieOfSilence(List<Session> stopped) {
    stopped.forEach(session -> session.signal("STOP"));
    haveLeftServers(stopped);
    // Or else its reset would be all that there is to see of it.
    await().atMost(HostJvm.PATIENCE).until(() -> ofClients.scrape().value(CLOSE_WAIT) == 4);
    stopped.forEach(session -> session.signal("KILL"));
    haveLeftClients(stopped);
    expect("with the log", stopped, "ssh_keepalive_timeout network");
    expect("without the log", stopped, "closed local");
    expectAtClients(stopped, "closed peer");
  }

  private void end(List<Session> those, Consumer<Session> how, String atServers, String atClients) {
    those.forEach(how);
    haveLeftServers(those);
    haveLeftClients(those);
    expectAtServers(those, atServers);
    expectAtClients(those, atClients);
  }

  private static void move(List<Session> sessions) {
    sessions.forEach(Session::type);
    sessions.forEach(Session::awaitEcho);
  }

  private void killServerOf(Session session) {
    String ports = "sport = :%d and dport = :%d".formatted(session.serverPort(), session.port());
    String socket = nat.servers().run("ss", "-Htnp", "state", "established", ports);
    PID.matcher(socket)
        .results()
        .map(MatchResult::group)
        .map(pid -> pid.substring(4))
        .forEach(pid -> Namespace.execute("", List.of("kill", "-KILL", pid)));
  }

  private void haveLeftServers(List<Session> those) {
    openAtServers -= those.size();
    awaitOpen(nat.servers(), "sport", openAtServers);
    withLog.assertActive("server", openAtServers);
    withoutLog.assertActive("server", openAtServers);
  }

  private void haveLeftClients(List<Session> those) {
    openAtClients -= those.size();
    awaitOpen(nat.clients(), "dport", openAtClients);
    ofClients.assertActive("client", openAtClients);
  }

  /** Until the kernel says so. */
  private static void awaitOpen(Namespace machine, String end, int connections) {
    String ports =
        Stream.of(PORTS.split(","))
            .map(port -> end + " = :" + port)
            .collect(Collectors.joining(" or ", "( ", " )"));
    String[] command = {"ss", "-Htn", "state", "established", "state", "close-wait", ports};
    await()
        .atMost(HostJvm.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> machine.run(command).lines().count() == connections);
  }

  private void expectAtServers(List<Session> those, String ending) {
    expect("with the log", those, ending);
    expect("without the log", those, ending);
  }

  private void expectAtClients(List<Session> those, String ending) {
    expect("of the clients", those, ending);
  }

  private void expect(String who, List<Session> those, String ending) {
    for (Session session : those) {
      expected.put(connection(who, "" + session.port(), "" + session.serverPort()), ending);
    }
  }

  private void assertEndings() {
    Map<String, String> told = new TreeMap<>();
    await()
        .atMost(HostJvm.PATIENCE)
        .until(
            () -> {
              tell(told, "with the log", withLog);
              tell(told, "without the log", withoutLog);
              tell(told, "of the clients", ofClients);
              return told.size() >= expected.size();
            });
    assertThat(told.keySet()).isEqualTo(expected.keySet());
    assertThat(told)
        .allSatisfy((who, ending) -> assertThat(expected.get(who).split(", or ")).contains(ending));
  }

  /** All endings, by both ports; two of one connection are one too many. */
  private static void tell(Map<String, String> told, String who, Sidecar sidecar) {
    List<Told> endings = sidecar.endings();
    for (Told ending : endings) {
      boolean atServer = ending.side().equals("server");
      String client = port(atServer ? ending.peer() : ending.local());
      String server = port(atServer ? ending.local() : ending.peer());
      told.put(connection(who, client, server), ending.cause() + " " + ending.initiator());
    }
    assertThat(endings)
        .extracting(ending -> ending.local() + ending.peer())
        .doesNotHaveDuplicates();
  }

  private static String port(String end) {
    return end.substring(end.lastIndexOf(':') + 1);
  }

  private static String connection(String who, String clientPort, String serverPort) {
    return who + ", " + clientPort + " to " + serverPort;
  }

  private static List<Session> join(List<Session> some, List<Session> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  /** So many of OpenSSH's clients, and so many of Go's, log in at a port. */
  private List<Session> open(int ofOpenSsh, int ofGo, int port) {
    List<Session> opened = new ArrayList<>();
    String run = Session.COMMAND;
    for (int i = 0; i < ofOpenSsh; i++) {
      opened.add(session(openSsh.logInAnd(run, ForgetfulNat.SERVERS, port)));
    }
    for (int i = 0; i < ofGo; i++) {
      opened.add(
          session(GoServer.logInAnd(run, openSsh.key(), OpenSsh.USER, ForgetfulNat.SERVERS, port)));
    }
    opened.forEach(Session::awaitLogin);
    openAtServers += opened.size();
    openAtClients += opened.size();
    return opened;
  }

  private void assertSeen() {
    withLog.assertActive("server", openAtServers);
    withoutLog.assertActive("server", openAtServers);
    ofClients.assertActive("client", openAtClients);
  }

  private Session session(List<String> command) {
    Session session = new Session(nat.clients(), command);
    sessions.add(session);
    return session;
  }
}
