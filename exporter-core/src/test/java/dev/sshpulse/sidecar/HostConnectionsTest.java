package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.diagnosis.PathTimeouts;
import dev.sshpulse.diagnosis.SilentDeaths;
import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.host.TcpSocket.Timer;
import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import dev.sshpulse.sidecar.HostConnection.Owner;
import dev.sshpulse.sshd.SshdEvent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the kernel's sockets come to, from look to look. */
class HostConnectionsTest {
  private static final long SECOND = 1_000;

  private final Kernel kernel = new Kernel();
  private final List<SshConnection> begun = new ArrayList<>();
  private final List<Ending> ended = new ArrayList<>();
  private final SshdMemory sshd = new SshdMemory();
  private final PathTimeouts paths = new PathTimeouts(Duration.ofHours(24), 16);
  private final Tally tally = new Tally();
  private Owner owner = Owner.SIDECAR;
  private HostConnections connections = connections(false);

  @BeforeEach
  void lookOnce() {
    look();
  }

  private HostConnections connections(boolean hasLog) {
    SshListener recorder =
        new SshListener() {
          @Override
          public void connectionRecognised(SshConnection connection) {
            begun.add(connection);
          }

          @Override
          public void connectionEnded(Ending ending) {
            ended.add(ending);
          }
        };
    return new HostConnections(
        (connection, now) -> owner,
        Set.of(Kernel.SSH),
        sshd,
        hasLog,
        paths,
        Duration.ofSeconds(30),
        tally,
        new Told(
            List.of(recorder),
            new SilentDeaths(paths, () -> kernel.now),
            new Faults(),
            Instant::ofEpochMilli));
  }

  private void look() {
    connections.take(kernel.look());
  }

  private void lookAfter(long millis) {
    kernel.now += millis;
    look();
  }

  private void sshdSays(SshdEvent.Kind kind, int port) {
    InetSocketAddress peer = new InetSocketAddress("192.0.2.7", port);
    AuthMethod method = kind == SshdEvent.Kind.ACCEPTED ? AuthMethod.PUBLICKEY : null;
    sshd.heard(new SshdEvent(kind, 7, peer, method, null, false), kernel.now);
  }

  private void assertEnded(Cause cause, Initiator initiator) {
    assertThat(ended)
        .singleElement()
        .satisfies(
            ending -> {
              assertThat(ending.cause()).isEqualTo(cause);
              assertThat(ending.initiator()).isEqualTo(initiator);
            });
  }

  @Test
  void countsThoseWhoseBothEndsHaveSpoken() {
    kernel.client(50_001);
    kernel.server(50_002);
    kernel.client(50_003).received = 0;

    look();

    assertThat(tally.active(Side.SERVER)).isOne();
    assertThat(tally.active(Side.CLIENT)).isOne();
    assertThat(tally.recognised(Side.SERVER)).isOne();
    assertThat(begun).hasSize(2);
  }

  @Test
  void doesNotTakeForNewWhatWasOpenBeforeItLooked() {
    connections = connections(false);
    kernel.client(50_001);

    look();

    assertThat(tally.active(Side.SERVER)).isOne();
    assertThat(tally.recognised(Side.SERVER)).isZero();
    assertThat(tally.receivedBytes(Side.SERVER)).isZero();
  }

  @Test
  void knowsOfNoSilenceThatIsLongerThanTheLife() {
    connections = connections(false);
    Kernel.Socket socket = kernel.client(50_001);
    socket.movedAt -= 9 * SECOND;
    socket.heardAt -= 9 * SECOND;
    look();

    kernel.tearDown(socket);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    assertThat(ended)
        .singleElement()
        .satisfies(
            ending -> {
              assertThat(ending.idle()).isGreaterThanOrEqualTo(Duration.ofSeconds(9));
              assertThat(ending.duration()).isGreaterThanOrEqualTo(ending.idle());
            });
  }

  @Test
  void tellsWhoClosedFirstByWhatIsLeftInTheTable() {
    Kernel.Socket socket = kernel.client(50_001);
    look();

    kernel.closeInOrder(socket, true);
    lookAfter(SECOND);

    assertEnded(Cause.CLOSED, Initiator.LOCAL);
    assertThat(tally.active(Side.SERVER)).isZero();
    assertThat(tally.ended(Side.SERVER)).isOne();
  }

  @Test
  void takesItForThePeersCloseWhenNothingIsLeft() {
    Kernel.Socket socket = kernel.client(50_001);
    look();

    kernel.closeInOrder(socket, false);
    lookAfter(SECOND);

    assertEnded(Cause.CLOSED, Initiator.PEER);
  }

  @Test
  void knowsWhoClosedFirstWhereThePeerCouldNotCloseAnyMore() {
    Kernel.Socket socket = kernel.client(50_001);
    look();

    kernel.closeAgainstTheStream(socket);
    lookAfter(SECOND);

    assertEnded(Cause.CLOSED, Initiator.LOCAL);
  }

  @Test
  void namesTheResetOfASocketThatVanishedWithoutAFin() {
    Kernel.Socket socket = kernel.client(50_001);
    look();

    kernel.tearDown(socket);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    assertEnded(Cause.CONNECTION_RESET, Initiator.PEER);
  }

  @Test
  void countsItOnceWhenItsProcessClosesAtLast() {
    Kernel.Socket socket = kernel.client(50_001);
    look();
    kernel.tearDown(socket);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    kernel.letGo(socket);
    lookAfter(60 * SECOND);
    lookAfter(3 * SECOND);

    assertThat(ended).hasSize(1);
    assertThat(tally.ended(Side.SERVER)).isOne();
  }

  @Test
  void doesNotInventAResetWhereTheKernelDoesNotTellWhatIsGone() {
    kernel.tellsGone = false;
    Kernel.Socket socket = kernel.client(50_001);
    look();

    kernel.tearDown(socket);
    lookAfter(SECOND);

    assertEnded(Cause.CLOSED, Initiator.UNKNOWN);
  }

  @Test
  void namesTheRetransmissionTimeoutAndHowLongItWasSilentBefore() {
    Kernel.Socket socket = kernel.client(50_001);
    look();
    lookAfter(300 * SECOND);
    socket.sendQueue = 100;
    socket.retransmits = 3;
    socket.movedAt = kernel.now;
    lookAfter(SECOND);
    lookAfter(100 * SECOND);

    kernel.timeoutAborts++;
    kernel.tearDown(socket);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    assertEnded(Cause.RETRANSMISSION_TIMEOUT, Initiator.NETWORK);
    assertThat(ended.get(0).idle()).isEqualTo(Duration.ofSeconds(300));
    assertThat(ended.get(0).detection()).isEqualTo(Duration.ofSeconds(102));
  }

  @Test
  void namesTheKeepAliveTimeoutWhereOnlyProbesWereUnanswered() {
    Kernel.Socket socket = kernel.client(50_001);
    look();
    lookAfter(60 * SECOND);
    socket.timer = Timer.KEEPALIVE;
    socket.probes = 1;
    lookAfter(SECOND);

    kernel.timeoutAborts++;
    kernel.tearDown(socket);
    lookAfter(30 * SECOND);
    lookAfter(3 * SECOND);

    assertEnded(Cause.TCP_KEEPALIVE_TIMEOUT, Initiator.NETWORK);
    assertThat(ended.get(0).idle()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void namesTheRetransmissionTimeoutThatFellBetweenTwoLooks() {
    Kernel.Socket socket = kernel.client(50_001);
    look();
    lookAfter(60 * SECOND);

    socket.sendQueue = 100;
    socket.retransmits = 3;
    kernel.timeoutAborts++;
    kernel.letGo(socket);
    lookAfter(2 * SECOND);

    assertEnded(Cause.RETRANSMISSION_TIMEOUT, Initiator.NETWORK);
    assertThat(ended.get(0).idle()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void namesTheTimeoutOfWhatWasSentAfterProbesHadNoAnswer() {
    Kernel.Socket socket = kernel.client(50_001);
    look();
    socket.timer = Timer.KEEPALIVE;
    socket.probes = 1;
    lookAfter(60 * SECOND);

    socket.sendQueue = 100;
    socket.retransmits = 3;
    kernel.timeoutAborts++;
    kernel.letGo(socket);
    lookAfter(2 * SECOND);

    assertEnded(Cause.RETRANSMISSION_TIMEOUT, Initiator.NETWORK);
  }

  @Test
  void namesTheKeepAliveTimeoutThatFellBetweenTwoLooks() {
    Kernel.Socket socket = kernel.client(50_001);
    look();

    socket.probes = 2;
    kernel.timeoutAborts++;
    kernel.letGo(socket);
    lookAfter(60 * SECOND);

    assertEnded(Cause.TCP_KEEPALIVE_TIMEOUT, Initiator.NETWORK);
  }

  @Test
  void namesTheResetThatAnsweredAProbeWhenTheHostHasGivenUpNothing() {
    Kernel.Socket socket = kernel.client(50_001);
    look();
    socket.timer = Timer.KEEPALIVE;
    socket.probes = 1;
    lookAfter(60 * SECOND);

    kernel.tearDown(socket);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    assertEnded(Cause.CONNECTION_RESET, Initiator.PEER);
  }

  @Test
  void seesOneThatCameAndWentBetweenTwoLooks() {
    Kernel.Socket socket = kernel.client(50_001);
    kernel.closeInOrder(socket, true);

    look();

    assertThat(begun).hasSize(1);
    assertEnded(Cause.CLOSED, Initiator.LOCAL);
    assertThat(tally.recognised(Side.SERVER)).isOne();
  }

  @Test
  void keepsTwoApartThatHadTheSameAddresses() {
    Kernel.Socket first = kernel.client(50_001);
    look();
    kernel.closeInOrder(first, false);
    kernel.client(50_001);

    lookAfter(SECOND);

    assertThat(ended).hasSize(1);
    assertThat(tally.active(Side.SERVER)).isOne();
    assertThat(tally.recognised(Side.SERVER)).isEqualTo(2);
  }

  @Test
  void waitsForWhatSshdHasToSay() {
    connections = connections(true);
    look();
    Kernel.Socket socket = kernel.client(50_001);
    look();
    sshdSays(SshdEvent.Kind.ACCEPTED, 50_001);
    kernel.closeInOrder(socket, true);
    lookAfter(SECOND);

    sshdSays(SshdEvent.Kind.KEEPALIVE_TIMEOUT, 50_001);
    lookAfter(100);

    assertEnded(Cause.SSH_KEEPALIVE_TIMEOUT, Initiator.NETWORK);
  }

  @Test
  void takesNoClientForDeadThatLeavesWithoutAWordToSshd() {
    connections = connections(true);
    look();
    Kernel.Socket socket = kernel.client(50_001);
    sshdSays(SshdEvent.Kind.ACCEPTED, 50_001);
    look();

    kernel.closeInOrder(socket, false);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    assertEnded(Cause.CLOSED, Initiator.PEER);
  }

  @Test
  void doesNotWaitForSshdForEver() {
    connections = connections(true);
    look();
    Kernel.Socket socket = kernel.client(50_001);
    look();

    kernel.closeInOrder(socket, false);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    assertEnded(Cause.CLOSED, Initiator.PEER);
  }

  @Test
  void leavesOutWhatAnAgentReports() {
    owner = Owner.AGENT;
    Kernel.Socket socket = kernel.client(50_001);
    look();

    kernel.closeInOrder(socket, true);
    lookAfter(SECOND);

    assertThat(begun).isEmpty();
    assertThat(ended).isEmpty();
    assertThat(tally.active(Side.SERVER)).isZero();
  }

  @Test
  void tellsOfASilenceThatAFlowSurvived() {
    Kernel.Socket dies = kernel.client(50_002);
    Kernel.Socket socket = kernel.client(50_001);
    look();
    lookAfter(200 * SECOND);
    socket.movedAt = kernel.now + SECOND;
    socket.heardAt = kernel.now + SECOND;
    lookAfter(2 * SECOND);

    paths.killed(dies.addresses.peer().getAddress(), 400 * SECOND, kernel.now);

    assertThat(paths.shortest(kernel.now).lowerMillis()).isEqualTo(200 * SECOND);
  }

  @Test
  void isRestlessWhileSomebodyWaitsForAnAnswer() {
    Kernel.Socket socket = kernel.client(50_001);
    look();
    assertThat(connections.pace(kernel.now)).isEqualTo(Looks.Pace.LIVELY);
    lookAfter(60 * SECOND);
    assertThat(connections.pace(kernel.now)).isEqualTo(Looks.Pace.CALM);

    socket.sendQueue = 10;
    socket.retransmits = 1;
    lookAfter(SECOND);

    assertThat(connections.pace(kernel.now)).isEqualTo(Looks.Pace.RESTLESS);
  }

  @Test
  void takesCloseWaitForOpen() {
    Kernel.Socket socket = kernel.client(50_001);
    look();

    socket.state = State.CLOSE_WAIT;
    lookAfter(SECOND);

    assertThat(tally.active(Side.SERVER)).isOne();
    assertThat(ended).isEmpty();
  }

  @Test
  void knowsHowLongItWasSilentWhenALookFallsBetweenTheWriteAndItsRepetition() {
    Kernel.Socket socket = kernel.client(50_001);
    look();
    lookAfter(300 * SECOND);
    socket.sendQueue = 100;
    socket.movedAt = kernel.now;
    lookAfter(100);
    socket.retransmits = 3;
    lookAfter(SECOND);

    kernel.timeoutAborts++;
    kernel.tearDown(socket);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    assertEnded(Cause.RETRANSMISSION_TIMEOUT, Initiator.NETWORK);
    assertThat(ended.get(0).idle()).isEqualTo(Duration.ofSeconds(300));
  }

  @Test
  void takesALongTransferForNoSilence() {
    Kernel.Socket socket = kernel.client(50_001);
    socket.sendQueue = 100;
    look();
    for (int i = 0; i < 100; i++) {
      socket.acked += 1_000;
      socket.ackedAt = kernel.now + SECOND;
      lookAfter(SECOND);
    }

    kernel.closeInOrder(socket, true);
    lookAfter(SECOND);

    assertThat(ended.get(0).idle()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void knowsTheSilenceOfAConnectionThatIsOlderThanItself() {
    connections = connections(false);
    Kernel.Socket socket = kernel.client(50_001);
    kernel.now += 400 * SECOND;
    look();
    socket.sendQueue = 100;
    socket.retransmits = 1;
    lookAfter(SECOND);

    kernel.timeoutAborts++;
    kernel.tearDown(socket);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    assertThat(ended.get(0).idle()).isEqualTo(Duration.ofSeconds(400));
  }

  @Test
  void countsOneThatItSawBeforeItWasEstablished() {
    Kernel.Socket socket = kernel.server(50_001);
    socket.state = State.SYN_SENT;
    look();
    socket.state = State.ESTABLISHED;

    kernel.closeInOrder(socket, false);
    lookAfter(SECOND);

    assertThat(tally.recognised(Side.CLIENT)).isOne();
    assertThat(ended).hasSize(1);
  }

  @Test
  void takesASocketThatItsProcessHasAcceptedForTheSame() {
    Kernel.Socket socket = kernel.client(50_001);
    socket.cookie = 0;
    socket.inode = 0;
    look();

    socket.inode = 4711;
    lookAfter(SECOND);

    assertThat(ended).isEmpty();
    assertThat(tally.recognised(Side.SERVER)).isOne();
  }

  @Test
  void keepsItsConnectionsWhenAnotherSourceTellsOfThem() {
    Kernel.Socket socket = kernel.client(50_001);
    look();

    socket.cookie = 0;
    lookAfter(SECOND);
    socket.cookie = 99;
    lookAfter(SECOND);

    assertThat(ended).isEmpty();
    assertThat(tally.recognised(Side.SERVER)).isOne();
  }

  @Test
  void countsAShortOneAfterAllWhenNobodyHasSaidInTimeWhoseItIs() {
    owner = Owner.UNDECIDED;
    Kernel.Socket socket = kernel.client(50_001);
    kernel.closeInOrder(socket, true);
    look();
    assertThat(ended).isEmpty();

    lookAfter(15 * SECOND);

    assertThat(ended).hasSize(1);
    assertThat(tally.recognised(Side.SERVER)).isOne();
  }

  @Test
  void tellsTheEndOfWhatItHasTold() {
    Kernel.Socket socket = kernel.client(50_001);
    look();

    owner = Owner.AGENT;
    lookAfter(SECOND);
    kernel.closeInOrder(socket, true);
    lookAfter(SECOND);

    assertThat(begun).hasSize(1);
    assertThat(ended).hasSize(1);
  }

  @Test
  void takesOverFromAnAgentThatHasLeftWithoutCountingTwice() {
    owner = Owner.AGENT;
    kernel.client(50_001);
    look();

    owner = Owner.SIDECAR;
    lookAfter(SECOND);
    assertThat(tally.active(Side.SERVER)).as("it may only be slow").isZero();
    lookAfter(31 * SECOND);

    assertThat(tally.active(Side.SERVER)).isOne();
    assertThat(tally.recognised(Side.SERVER)).isZero();
  }

  @Test
  void namesATimeoutEvenWhereNothingCouldBeRepeated() {
    Kernel.Socket socket = kernel.client(50_001);
    look();
    socket.sendQueue = 100;
    lookAfter(SECOND);

    kernel.timeoutAborts++;
    kernel.tearDown(socket);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    assertEnded(Cause.RETRANSMISSION_TIMEOUT, Initiator.NETWORK);
  }

  @Test
  void doesNotHoldThePortCheckAgainstTheSessionAfterIt() {
    connections = connections(true);
    look();
    Kernel.Socket check = kernel.client(50_001);
    check.received = 0;
    look();
    sshdSays(SshdEvent.Kind.RESET, 50_001);
    kernel.closeInOrder(check, false);
    lookAfter(SECOND);
    lookAfter(3 * SECOND);

    Kernel.Socket session = kernel.client(50_001);
    look();
    sshdSays(SshdEvent.Kind.DISCONNECT_RECEIVED, 50_001);
    kernel.closeInOrder(session, false);
    lookAfter(SECOND);

    assertEnded(Cause.CLOSED, Initiator.PEER);
  }
}
