package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.conversations.Description;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.conversations.Sayings;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Protocol;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final int MORE_THAN_IS_KEPT = 40_000;

  /** Of each its beginning, what the wire tells of it, and its end. */
  private static final int ENDED_THAT_ARE_KEPT = ((1 << 15) + 2) / 3;

  private static final int MORE_THAN_WAIT = 2_000;

  private static final int MORE_THAN_THE_QUEUE_HOLDS = 40_000;

  private final Faults faults = new Faults();
  private final Conversations conversations = new Conversations(new Messages(false, false), faults);
  private final Connections connections =
      new Connections(new PulseClock(), faults, Duration.ofSeconds(30), conversations);
  private final List<SshConnection> begun = new ArrayList<>();
  private final List<Ending> ended = new ArrayList<>();

  private boolean listening;

  private final SshListener listener =
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

  @Test
  void tellsOfAConnectionAndItsEndOnce() {
    listen(listener);
    LiveConnection connection = begun(Side.CLIENT, new FixedTraffic(10, 20));
    drainAndTell();
    connections.closed(connection, false);
    drainAndTell();
    drainAndTell();

    assertThat(begun).hasSize(1);
    assertThat(ended).hasSize(1);
    assertThat(ended.get(0))
        .extracting(Ending::connection, Ending::cause, Ending::receivedBytes, Ending::sentBytes)
        .containsExactly(begun.get(0), Cause.CLOSED, 10L, 20L);
  }

  @Test
  void namesTheFirstFailureAndNotTheBrokenPipesThatFollow() {
    listen(listener);
    LiveConnection connection = begun(Side.CLIENT, new FixedTraffic(0, 0));

    connections.failed(connection, Operation.READ, SocketError.CONNECTION_RESET);
    connections.failed(connection, Operation.WRITE, SocketError.BROKEN_PIPE);
    connections.failed(connection, Operation.WRITE, SocketError.BROKEN_PIPE);
    connections.closed(connection, false);
    drainAndTell();

    assertThat(ended).extracting(Ending::cause).containsExactly(Cause.CONNECTION_RESET);
    assertThat(connections.sigpipes(Side.CLIENT)).isEqualTo(2);
    assertThat(connections.failures(Protocol.SSH, Operation.WRITE, SocketError.BROKEN_PIPE))
        .isEqualTo(2);
  }

  @Test
  void namesTheResetThoughAnotherThreadWasFirstToTellOfTheBrokenPipe() {
    listen(listener);
    LiveConnection connection = begun(Side.CLIENT, new FixedTraffic(0, 0));

    connections.failed(connection, Operation.WRITE, SocketError.BROKEN_PIPE);
    connections.failed(connection, Operation.READ, SocketError.CONNECTION_RESET);
    connections.failed(connection, Operation.WRITE, SocketError.BROKEN_PIPE);
    connections.failed(connection, Operation.READ, SocketError.TIMED_OUT);
    connections.closed(connection, false);
    drainAndTell();

    assertThat(ended).extracting(Ending::cause).containsExactly(Cause.CONNECTION_RESET);
  }

  @Test
  void callsAConnectionLeakedThatTheGarbageCollectorClosed() {
    listen(listener);
    LiveConnection connection = begun(Side.SERVER, new FixedTraffic(0, 0));

    connections.closed(connection, true);
    drainAndTell();

    assertThat(ended).extracting(Ending::cause).containsExactly(Cause.LEAKED);
  }

  @Test
  void countsFailuresOfSocketsThatAreNotSshApart() {
    connections.failed(null, Operation.CONNECT, SocketError.CONNECTION_REFUSED);
    connections.failed(null, Operation.ACCEPT, SocketError.HOST_UNREACHABLE);

    assertThat(
            connections.failures(Protocol.OTHER, Operation.CONNECT, SocketError.CONNECTION_REFUSED))
        .isEqualTo(1);
    assertThat(connections.failures(Protocol.OTHER, Operation.ACCEPT, SocketError.OTHER))
        .as("an error that accept cannot have")
        .isEqualTo(1);
  }

  @Test
  void addsUpTheBytesOfLiveAndOfClosedConnectionsWithoutGoingBack() {
    FixedTraffic traffic = new FixedTraffic(5, 7);
    LiveConnection connection = begun(Side.SERVER, traffic);
    connections.settle();
    assertThat(connections.receivedBytes(Side.SERVER)).isEqualTo(5);

    traffic.received = 50;
    connections.settle();
    assertThat(connections.receivedBytes(Side.SERVER)).isEqualTo(50);

    connections.closed(connection, false);
    connections.settle();
    assertThat(connections.receivedBytes(Side.SERVER)).isEqualTo(50);
    assertThat(connections.sentBytes(Side.SERVER)).isEqualTo(7);
    assertThat(connections.active(Side.SERVER)).isZero();
  }

  @Test
  void dropsEventsButNoCountsAndLeaksNothingWhenNobodyDrains() {
    listen(listener);
    List<LiveConnection> all = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_THE_QUEUE_HOLDS; i++) {
      all.add(begun(Side.CLIENT, new FixedTraffic(1, 1)));
    }
    drainAndTell();
    int heardOf = begun.size();
    all.forEach(connection -> connections.closed(connection, false));
    drainAndTell();

    assertThat(connections.recognised(Side.CLIENT)).isEqualTo(MORE_THAN_THE_QUEUE_HOLDS);
    assertThat(connections.ended(Side.CLIENT)).isEqualTo(MORE_THAN_THE_QUEUE_HOLDS);
    assertThat(connections.active(Side.CLIENT)).isZero();
    assertThat(heardOf).isLessThan(MORE_THAN_THE_QUEUE_HOLDS);
    assertThat(ended).as("everything begun has ended").hasSameSizeAs(begun);
    assertThat(faults.drops(Faults.What.EVENT)).isPositive();
  }

  @Test
  void countsTheEndOfOneItHadNoRoomForOnceThoughTwoThreadsTellOfIt() {
    for (int i = 0; i < MORE_THAN_THE_QUEUE_HOLDS; i++) {
      begun(Side.SERVER, new FixedTraffic(0, 0));
    }
    LiveConnection untracked = begun(Side.CLIENT, new FixedTraffic(3, 4));

    connections.closed(untracked, false);
    connections.closed(untracked, false);

    assertThat(connections.recognised(Side.CLIENT)).isEqualTo(1);
    assertThat(connections.ended(Side.CLIENT)).isEqualTo(1);
    assertThat(connections.active(Side.CLIENT)).isZero();
  }

  @Test
  void hasRoomForAllThatAreFoundAtOnce() {
    connections.nobodyListens();

    for (int i = 0; i < MORE_THAN_THE_QUEUE_HOLDS; i++) {
      connections.beginFound(connections.found(Side.SERVER, new FixedTraffic(0, 0)));
    }
    assertThat(connections.haveChanged()).isTrue();
    connections.drain();

    assertThat(connections.live()).hasSize(MORE_THAN_THE_QUEUE_HOLDS);
    assertThat(connections.recognised(Side.SERVER)).isEqualTo(MORE_THAN_THE_QUEUE_HOLDS);
    assertThat(faults.drops(Faults.What.EVENT)).isZero();
  }

  @Test
  void findsTheLibraryOfEachThoughThousandsAreDescribedAtOnce() {
    conversations.expect();
    connections.tellWhereabouts(new Finder());
    Sayings sayings = new Sayings(conversations);
    List<Object> sessions = new ArrayList<>();
    for (int port = 1; port <= MORE_THAN_WAIT; port++) {
      sessions.add(new Object());
      InetSocketAddress local = new FixedTraffic(0, 0).from(port).local;
      sayings.describe(
          sessions.get(port - 1),
          new Description(Library.SSHJ, "0.40.0", local, null, null, null, null));
    }

    connections.drain();
    connections.drain();

    assertThat(connections.live())
        .hasSameSizeAs(sessions)
        .allSatisfy(connection -> assertThat(connection.conversation()).isNotNull());
  }

  @Test
  void goesOnWhenAListenerFails() {
    listen(new Failing(), listener);

    connections.closed(begun(Side.CLIENT, new FixedTraffic(0, 0)), false);
    drainAndTell();

    assertThat(ended).hasSize(1);
    assertThat(faults.errors(Faults.Where.CONNECTIONS)).isEqualTo(2);
  }

  @Test
  void tellsFirstOfWhatHappenedBeforeAnybodyListened() {
    connections.closed(begun(Side.CLIENT, new FixedTraffic(0, 0)), false);
    drainAndTell();
    begun(Side.SERVER, new FixedTraffic(0, 0));
    drainAndTell();
    assertThat(begun).isEmpty();

    listen(listener);
    drainAndTell();

    assertThat(begun).extracting(SshConnection::side).containsExactly(Side.CLIENT, Side.SERVER);
    assertThat(ended).hasSize(1);
  }

  @Test
  void keepsNoMoreThanABoundUntilSomebodyListens() {
    for (int i = 0; i < MORE_THAN_IS_KEPT; i++) {
      LiveConnection connection = begun(Side.CLIENT, new FixedTraffic(0, 0));
      drainAndTell();
      connections.closed(connection, false);
      drainAndTell();
    }

    listen(listener);
    drainAndTell();

    assertThat(begun).hasSize(ENDED_THAT_ARE_KEPT);
    assertThat(ended).hasSameSizeAs(begun);
    assertThat(faults.drops(Faults.What.EVENT)).isEqualTo(MORE_THAN_IS_KEPT - ENDED_THAT_ARE_KEPT);
  }

  @Test
  void keepsNothingAndDropsNothingWhereNobodyWillListen() {
    LiveConnection before = begun(Side.CLIENT, new FixedTraffic(0, 0));
    drainAndTell();

    connections.nobodyListens();
    connections.closed(before, false);
    connections.closed(begun(Side.CLIENT, new FixedTraffic(0, 0)), false);
    drainAndTell();
    listen(listener);
    drainAndTell();

    assertThat(begun).isEmpty();
    assertThat(ended).isEmpty();
    assertThat(connections.ended(Side.CLIENT)).isEqualTo(2);
    assertThat(faults.drops(Faults.What.EVENT)).isZero();
  }

  @Test
  void goesOnTellingThoseWhoListenThoughTheExporterFailsLater() {
    listen(listener);
    LiveConnection connection = begun(Side.CLIENT, new FixedTraffic(0, 0));
    drainAndTell();
    assertThat(begun).hasSize(1);

    connections.nobodyListens();
    connections.closed(connection, false);
    drainAndTell();

    assertThat(ended).hasSize(1);
  }

  @Test
  void findsAConnectionThatEndedWithoutAWord() {
    listen(listener);
    FixedTraffic traffic = new FixedTraffic(3, 4);
    begun(Side.CLIENT, traffic);
    drainAndTell();

    traffic.closed = true;
    connections.lookAtAll();
    drainAndTell();

    assertThat(connections.active(Side.CLIENT)).isZero();
    assertThat(ended).extracting(Ending::receivedBytes).containsExactly(3L);
  }

  @Test
  void losesNoneOfTheOthersWhereOneOfThemCannotBeFinished() {
    listen(listener);
    FixedTraffic broken = new FixedTraffic(0, 0);
    List<LiveConnection> all = List.of(begunWith(1), begun(Side.CLIENT, broken), begunWith(3));
    drainAndTell();
    broken.breaks = true;

    all.forEach(connection -> connections.closed(connection, false));
    drainAndTell();

    assertThat(ended).extracting(Ending::receivedBytes).containsExactly(1L, 3L);
    assertThat(connections.ended(Side.CLIENT)).isEqualTo(3);
    assertThat(connections.active(Side.CLIENT)).isZero();
    assertThat(faults.errors(Faults.Where.CONNECTIONS)).isEqualTo(1);
  }

  @Test
  void losesNoneOfTheOthersWhereOneOfThemCannotBegin() {
    listen(listener);
    FixedTraffic broken = new FixedTraffic(0, 0);
    broken.breaks = true;

    List<LiveConnection> all = List.of(begunWith(1), begun(Side.CLIENT, broken), begunWith(3));
    all.forEach(connection -> connections.closed(connection, false));
    drainAndTell();

    assertThat(ended).extracting(Ending::receivedBytes).containsExactly(1L, 3L);
    assertThat(connections.active(Side.CLIENT)).isZero();
    assertThat(faults.errors(Faults.Where.CONNECTIONS)).isPositive();
  }

  @Test
  void losesNoneOfTheOthersWhereOneThatEndedWithoutAWordCannotBeFinished() {
    listen(listener);
    List<FixedTraffic> all = new ArrayList<>();
    for (int received = 1; received <= 3; received++) {
      all.add(new FixedTraffic(received, 0));
      begun(Side.CLIENT, all.get(received - 1));
    }
    drainAndTell();
    all.get(1).breaks = true;

    all.forEach(traffic -> traffic.closed = true);
    connections.lookAtAll();
    drainAndTell();

    assertThat(ended).extracting(Ending::receivedBytes).containsExactlyInAnyOrder(1L, 3L);
    assertThat(connections.active(Side.CLIENT)).isZero();
  }

  private LiveConnection begunWith(long received) {
    return begun(Side.CLIENT, new FixedTraffic(received, 0));
  }

  private void listen(SshListener... them) {
    Thread teller = new Thread(connections.telling(List.of(them)), "teller");
    teller.setDaemon(true);
    teller.start();
    listening = true;
  }

  private void drainAndTell() {
    connections.drain();
    try {
      connections.awaitTold(listening ? Duration.ofSeconds(30) : Duration.ZERO);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private LiveConnection begun(Side side, Traffic traffic) {
    LiveConnection connection = connections.recognised(side, traffic);
    connections.begin(connection);
    return connection;
  }

  /** Finds a connection wherever a library speaks. */
  private final class Finder implements Whereabouts {
    @Override
    public void spokenAt(InetSocketAddress local, Side side) {
      FixedTraffic traffic = new FixedTraffic(0, 0).from(local.getPort());
      connections.beginFound(connections.found(side, traffic));
    }

    @Override
    public void recognised(SshConnection connection) {}
  }

  private static final class Failing implements SshListener {
    @Override
    public void connectionRecognised(SshConnection connection) {
      throw new IllegalStateException("recognised");
    }

    @Override
    public void connectionEnded(Ending ending) {
      throw new OutOfMemoryError("ended");
    }
  }
}
