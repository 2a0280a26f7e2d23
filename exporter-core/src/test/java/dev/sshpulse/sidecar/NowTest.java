package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.host.TcpSocket.Timer;
import dev.sshpulse.model.Heartbeat;
import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import dev.sshpulse.sidecar.HostConnection.Owner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with a host's connections, counted. */
class NowTest {
  private static final KeepAlive HOST = new KeepAlive(true, 7_200_000, 75_000, 9);
  private static final long LASTING = 30_000;

  private final Kernel kernel = new Kernel();
  private final Kernel.Socket socket = kernel.client(50_001);
  private final List<HostConnection> open = new ArrayList<>();
  private final Now now = new Now(new Tally(), LASTING);
  private Heartbeat sshd;

  private HostConnection connection(Owner owner) {
    Look look = kernel.look();
    HostConnection connection =
        new HostConnection(look.sockets().get(0), Side.SERVER, false, look.now());
    connection.owner = owner;
    open.add(connection);
    return connection;
  }

  private void lookAfter(long millis) {
    kernel.now += millis;
    Look look = kernel.look();
    open.forEach(one -> one.seen(look.sockets().get(0), look, (connection, silence) -> {}));
    now.take(look, open, new Judge(() -> HOST, () -> sshd, 300_000));
  }

  @Test
  void knowsNothingBeforeTheFirstLookAndAfterOneThatFailed() {
    assertThat(now.readable()).isFalse();
    lookAfter(0);
    assertThat(now.readable()).isTrue();

    now.unreadable();

    assertThat(now.kernelReadable()).isFalse();
  }

  @Test
  void countsSocketsByTheirState() {
    kernel.server(50_002).state = State.CLOSE_WAIT;

    lookAfter(0);

    assertThat(now.connections("established")).isOne();
    assertThat(now.connections("close_wait")).isOne();
    assertThat(now.states()).doesNotContain("listen");
  }

  @Test
  void staysDetailedWhileNobodyIsConnected() {
    lookAfter(0);
    assertThat(now.detailed()).isTrue();

    kernel.tearDown(socket);
    lookAfter(1_000);

    assertThat(now.detailed()).isTrue();
  }

  @Test
  void countsAHalfOpenOneOnceItHasLasted() {
    connection(Owner.SIDECAR);
    lookAfter(0);
    socket.sendQueue = 100;
    socket.retransmits = 2;
    lookAfter(1_000);
    assertThat(now.halfOpen(Side.SERVER)).isZero();

    lookAfter(LASTING);

    assertThat(now.halfOpen(Side.SERVER)).isOne();
    assertThat(now.blockedWriters(Side.SERVER)).isZero();
    assertThat(now.sendQueueBytes()).isEqualTo(100);
  }

  @Test
  void countsItsWriterAsBlockedWhereTheSocketTakesNoMore() {
    connection(Owner.SIDECAR);
    lookAfter(0);
    socket.sendQueue = 100;
    socket.retransmits = 2;
    socket.full = true;
    lookAfter(1_000);

    lookAfter(LASTING);

    assertThat(now.blockedWriters(Side.SERVER)).isOne();
  }

  @Test
  void countsCloseWaitThatStays() {
    connection(Owner.SIDECAR);
    socket.state = State.CLOSE_WAIT;
    lookAfter(1_000);

    lookAfter(LASTING);

    assertThat(now.closeWait(Side.SERVER)).isOne();
  }

  @Test
  void judgesAServersConnectionByItsSshdAsWell() {
    connection(Owner.SIDECAR);
    lookAfter(0);
    assertThat(now.unprotected(Side.SERVER, Protection.NO_KEEPALIVE)).isOne();

    sshd = new Heartbeat(true, 240_000);
    lookAfter(1_000);

    assertThat(now.unprotected(Side.SERVER, Protection.NO_KEEPALIVE)).isZero();
  }

  @Test
  void countsProbesWithoutAnAnswer() {
    connection(Owner.AGENT);
    socket.timer = Timer.KEEPALIVE;
    socket.timerMillis = 75_000;
    lookAfter(0);
    socket.probes = 1;
    lookAfter(1_000);
    assertThat(now.keepAliveUnanswered()).as("it may be on its way").isZero();

    lookAfter(1_000);

    assertThat(now.keepAlive(true)).isOne();
    assertThat(now.keepAliveUnanswered()).isOne();
  }

  @Test
  void leavesWhatAnAgentReportsToTheAgent() {
    connection(Owner.AGENT);
    lookAfter(0);
    socket.state = State.CLOSE_WAIT;
    lookAfter(1_000);

    lookAfter(LASTING);

    assertThat(now.closeWait(Side.SERVER)).isZero();
    assertThat(now.unprotected(Side.SERVER, Protection.NO_KEEPALIVE)).isZero();
    assertThat(now.connections("close_wait")).isOne();
  }
}
