package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.host.TcpSocket.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every field against what {@code ss} reads. What moves with time is read by {@code ss} before and
 * after, and ours must lie between.
 */
class SockDiagAgainstSsTest {
  private static final int CONNECTIONS = 600;

  /** Kernels count these in jiffies, the coarsest of which are ten milliseconds. */
  private static final long JIFFY_MILLIS = 10;

  private static final Map<String, State> STATES =
      Map.of(
          "LISTEN", State.LISTEN,
          "ESTAB", State.ESTABLISHED,
          "FIN-WAIT-2", State.FIN_WAIT_2,
          "CLOSE-WAIT", State.CLOSE_WAIT,
          "TIME-WAIT", State.TIME_WAIT);
  private static final Map<String, Timer> TIMERS =
      Map.of("", Timer.NONE, "keepalive", Timer.KEEPALIVE, "timewait", Timer.TIME_WAIT);

  private SockDiag sockDiag;
  private Sockets ipv4;
  private Sockets dualStack;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/net")), "this needs Linux");
    assumeTrue(isInstalled("ss"), "this needs ss, of iproute2");
    sockDiag = SockDiag.open(null);
    ipv4 = Sockets.ipv4();
    dualStack = Sockets.dualStack();
  }

  @Test
  void readsEveryFieldOfAThousandSocketsAsSsDoes() throws IOException {
    Set<Integer> ports = Set.of(ipv4.port(), dualStack.port());
    List<Sockets.Pair> laterTalkers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      make(i % 2 == 0 ? ipv4 : dualStack, i, laterTalkers);
    }
    awaitCalm(ports);
    for (Sockets.Pair pair : laterTalkers) { // so that sent, received, acknowledged lie apart
      pair.say(10);
    }
    awaitCalm(ports);

    Map<Long, SsLine> before = SsLine.all(ports);
    Map<Long, KernelSocket> ours = byCookie(sockDiag.read(ports));
    Map<Long, SsLine> after = SsLine.all(ports);

    assertThat(ours).hasSizeGreaterThanOrEqualTo(1000);
    assertThat(ours.keySet())
        .containsAll(common(before.keySet(), after.keySet()))
        .isSubsetOf(union(before.keySet(), after.keySet()));
    assertThat(EnumSet.copyOf(states(ours))).containsAll(STATES.values());
    SoftAssertions softly = new SoftAssertions();
    for (long cookie : common(before.keySet(), after.keySet())) {
      compare(softly, ours.get(cookie), before.get(cookie), after.get(cookie));
    }
    softly.assertAll();
    assertThat(sockDiag.skippedMessages()).isZero();
  }

  /** Every kind of socket that stays as it is. */
  private static void make(Sockets sockets, int i, List<Sockets.Pair> laterTalkers)
      throws IOException {
    switch (i / 2 % 7) {
      case 0 -> sockets.connect();
      case 1 -> sockets.connect().say(i);
      case 2 -> sockets.connect().client().shutdownOutput();
      case 3 -> sockets.connectWithKeepAlive(60 + i);
      case 4 -> sockets.connect().client().close();
      case 5 -> sockets.connectAndLeave(i);
      default -> laterTalkers.add(sockets.connect());
    }
  }

  /** Until nothing is under way, and acknowledgements that were delayed have been sent. */
  private void awaitCalm(Set<Integer> ports) {
    Map<Long, KernelSocket> last = new HashMap<>();
    await()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              Map<Long, KernelSocket> now = byCookie(sockDiag.read(ports));
              boolean calm = still(now).equals(still(last));
              last.clear();
              last.putAll(now);
              return calm;
            });
  }

  private static Map<Long, List<Object>> still(Map<Long, KernelSocket> sockets) {
    Map<Long, List<Object>> still = new HashMap<>();
    sockets.forEach((cookie, socket) -> still.put(cookie, still(socket)));
    return still;
  }

  private static List<Object> still(KernelSocket socket) {
    TcpInfo info = socket.info();
    return info == null
        ? List.of(socket.socket())
        : List.of(socket.socket(), info.bytesAcked(), info.bytesReceived(), info.rttMicros());
  }

  private static void compare(SoftAssertions softly, KernelSocket ours, SsLine before, SsLine after)
      throws IOException {
    String what = before.text;
    TcpAddresses addresses = ours.addresses();
    TcpSocket socket = ours.socket();
    softly.assertThat(addresses.localPort()).as(what).isEqualTo(SsLine.port(before.local));
    softly.assertThat(addresses.peerPort()).as(what).isEqualTo(SsLine.port(before.peer));
    softly
        .assertThat(addresses.local().getAddress())
        .as(what)
        .isEqualTo(SsLine.address(before.local));
    if (socket.state() != State.LISTEN) {
      softly
          .assertThat(addresses.peer().getAddress())
          .as(what)
          .isEqualTo(SsLine.address(before.peer));
    }
    softly.assertThat(socket.state()).as(what).isEqualTo(STATES.get(before.state));
    softly.assertThat(socket.receiveQueueBytes()).as(what).isEqualTo(before.receiveQueue);
    softly
        .assertThat(socket.sendQueueBytes())
        .as(what)
        .isEqualTo(socket.state() == State.LISTEN ? 0 : before.sendQueue);
    softly.assertThat(socket.timer()).as(what).isEqualTo(TIMERS.get(before.timer()));
    softly
        .assertThat((long) socket.retransmits() + socket.unansweredProbes())
        .as(what)
        .isEqualTo(before.timerRepeats());
    softly
        .assertThat(ours.timerMillis())
        .as("%s, then %s", what, after.text)
        .isBetween(after.timerMillis() - JIFFY_MILLIS, before.timerMillis() + shownTo(before));
    softly.assertThat(socket.inode()).as(what).isEqualTo(before.number("ino"));
    softly.assertThat(ours.uid()).as(what).isEqualTo(before.number("uid"));
    softly.assertThat(ours.cgroup()).as(what).isEqualTo(before.cgroup());
    softly
        .assertThat(ours.sendBufferFull())
        .as(what)
        .isEqualTo(socket.state() != State.LISTEN && before.sendBufferFull());
    compare(softly, ours.info(), socket.state(), before, after);
  }

  /** What {@code ss} leaves out of a duration: see {@link SsLine#timerMillis}. */
  private static long shownTo(SsLine line) {
    if (line.timerMillis() >= Duration.ofMinutes(10).toMillis()) {
      return Duration.ofMinutes(1).toMillis();
    }
    return Duration.ofSeconds(1).toMillis();
  }

  private static void compare(
      SoftAssertions softly, TcpInfo info, State state, SsLine before, SsLine after) {
    String what = before.text;
    if (info == null) {
      softly.assertThat(before.text).doesNotContain("rtt:");
      return;
    }
    softly.assertThat(state).as(what).isNotEqualTo(State.LISTEN);
    softly.assertThat(info.rttMicros()).as(what).isEqualTo(before.micros(0));
    softly.assertThat(info.rttVarianceMicros()).as(what).isEqualTo(before.micros(1));
    softly.assertThat(info.unacked()).as(what).isEqualTo(before.number("unacked"));
    softly.assertThat(info.lost()).as(what).isEqualTo(before.number("lost"));
    softly.assertThat(info.retransmits()).as(what).isEqualTo(before.retransmits());
    softly.assertThat(info.bytesAcked()).as(what).isEqualTo(before.number("bytes_acked"));
    softly.assertThat(info.bytesReceived()).as(what).isEqualTo(before.number("bytes_received"));
    softly.assertThat(info.bytesSent()).as(what).isEqualTo(before.number("bytes_sent"));
    softly.assertThat(info.bytesRetransmitted()).as(what).isEqualTo(before.number("bytes_retrans"));
    between(softly, info.lastDataSentMillis(), "lastsnd", before, after);
    between(softly, info.lastDataReceivedMillis(), "lastrcv", before, after);
    between(softly, info.lastAckReceivedMillis(), "lastack", before, after);
  }

  private static void between(
      SoftAssertions softly, long value, String name, SsLine before, SsLine after) {
    softly
        .assertThat(value)
        .as("%s: %s, then %s", name, before.text, after.text)
        .isBetween(before.number(name) - JIFFY_MILLIS, after.number(name) + JIFFY_MILLIS);
  }

  private static Map<Long, KernelSocket> byCookie(List<KernelSocket> sockets) {
    Map<Long, KernelSocket> byCookie = new HashMap<>();
    for (KernelSocket socket : sockets) {
      byCookie.put(socket.cookie(), socket);
    }
    return byCookie;
  }

  private static Set<State> states(Map<Long, KernelSocket> sockets) {
    Set<State> states = EnumSet.noneOf(State.class);
    sockets.values().forEach(socket -> states.add(socket.socket().state()));
    return states;
  }

  private static Set<Long> common(Set<Long> some, Set<Long> others) {
    Set<Long> common = new HashSet<>(some);
    common.retainAll(others);
    return common;
  }

  private static Set<Long> union(Set<Long> some, Set<Long> others) {
    Set<Long> union = new HashSet<>(some);
    union.addAll(others);
    return union;
  }

  private static boolean isInstalled(String program) {
    for (String directory : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  @AfterEach
  void close() throws IOException {
    for (java.io.Closeable closeable : new java.io.Closeable[] {sockDiag, ipv4, dualStack}) {
      if (closeable != null) {
        closeable.close();
      }
    }
  }
}
