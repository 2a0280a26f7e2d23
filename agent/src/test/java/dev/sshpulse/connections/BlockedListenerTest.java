package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.diagnosis.PathTimeouts;
import dev.sshpulse.host.TcpTable;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import dev.sshpulse.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A listener that blocks is told on a thread that holds no lock: else these tests would not end.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockedListenerTest {
  private static final int BOUND = 1 << 15;

  /** For so many: of each its beginning is kept, and what the wire tells of it at once. */
  private static final int ROOM = BOUND / 2;

  private static final Verdict RESET = new Verdict(Cause.CONNECTION_RESET, Initiator.PEER);

  private final Faults faults = new Faults();
  private final PulseClock clock = new PulseClock();
  private final Connections connections =
      new Connections(
          clock,
          faults,
          Duration.ofSeconds(30),
          new Conversations(new Messages(false, false), faults));
  private final Blocking listener = new Blocking();

  @TempDir private Path noKernel;

  @BeforeEach
  void block() throws InterruptedException {
    Thread teller = new Thread(connections.telling(List.of(listener)), "teller");
    teller.setDaemon(true);
    teller.start();
    begun(1);
    connections.drain();
    listener.entered.await();
  }

  @AfterEach
  void release() {
    listener.mayGoOn.countDown();
  }

  @Test
  void keepsNoSocketFromBeginningFailingAndClosing() {
    LiveConnection connection = begun(2);

    connections.failed(connection, Operation.READ, SocketError.CONNECTION_RESET);
    connections.closed(connection, false);
    connections.drain();

    assertThat(connections.active(Side.CLIENT)).as("the one that it blocks over").isEqualTo(1);
    assertThat(connections.failed(Side.CLIENT, RESET)).isEqualTo(1);
  }

  @Test
  void keepsNoScrapeFromCounting() {
    FixedTraffic traffic = new FixedTraffic(5, 7);
    LiveConnection connection = connections.recognised(Side.SERVER, traffic);
    connections.begin(connection);
    Watch watch = watch();

    connections.settle();
    watch.look();
    watch.count();

    assertThat(connections.receivedBytes(Side.SERVER)).isEqualTo(5);
    assertThat(watch.statuses()).hasSize(2);
  }

  @Test
  void isToldTheRestInOrderWhenItGoesOn() throws Exception {
    connections.closed(begun(2), false);
    connections.closed(begun(3), false);

    listener.mayGoOn.countDown();
    connections.awaitTold(Duration.ofSeconds(30));

    assertThat(listener.heard)
        .hasSize(5)
        .startsWith("begin 1")
        .containsSubsequence("begin 2", "end 2")
        .containsSubsequence("begin 3", "end 3");
  }

  @Test
  void dropsAndCountsOnceEachConnectionThatFoundNoRoom() throws Exception {
    int tooMany = 10;
    List<LiveConnection> all = begin(ROOM + tooMany);
    assertThat(faults.drops(Faults.What.EVENT)).as("their ends may find some").isZero();
    end(all);

    listener.mayGoOn.countDown();
    connections.awaitTold(Duration.ofSeconds(30));

    assertThat(faults.drops(Faults.What.EVENT)).isEqualTo(tooMany);
    assertThat(listener.heard).hasSize(1 + 2 * ROOM);
    assertThat(connections.recognised(Side.CLIENT)).isEqualTo(1 + ROOM + tooMany);
  }

  @Test
  void isToldOfNoEndWithoutItsBeginningAndOfEveryOtherEnd() throws Exception {
    List<LiveConnection> all = begin(BOUND + 10);
    end(all.subList(0, 100));
    end(all.subList(BOUND, BOUND + 5));

    listener.mayGoOn.countDown();
    connections.awaitTold(Duration.ofSeconds(30));
    end(all.subList(BOUND + 5, BOUND + 10));
    connections.awaitTold(Duration.ofSeconds(30));

    assertThat(listener.ended)
        .as("of those with room, and of those that found some later")
        .hasSize(100 + 5);
    assertThat(faults.drops(Faults.What.EVENT)).as("those that never found any").isEqualTo(5);
    assertThat(listener.begun).containsAll(listener.ended);
    assertThat(connections.ended(Side.CLIENT)).isEqualTo(100 + 10);
  }

  private List<LiveConnection> begin(int many) {
    List<LiveConnection> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(begun(2 + i));
      connections.drain();
    }
    return all;
  }

  private void end(List<LiveConnection> some) {
    for (LiveConnection connection : some) {
      connections.closed(connection, false);
    }
    connections.drain();
  }

  private LiveConnection begun(long expectedId) {
    LiveConnection connection = connections.recognised(Side.CLIENT, new FixedTraffic(0, 0));
    assertThat(connection.id()).isEqualTo(expectedId);
    connections.begin(connection);
    return connection;
  }

  private Watch watch() {
    return new Watch(
        connections,
        clock,
        faults,
        new TcpTable(noKernel.toFile()),
        new PathTimeouts(Duration.ofHours(1), 1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(300));
  }

  /** Blocks on the first thing that it is told. */
  private static final class Blocking implements SshListener {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch mayGoOn = new CountDownLatch(1);
    final List<String> heard = new ArrayList<>();
    final Set<Long> begun = new HashSet<>();
    final Set<Long> ended = new HashSet<>();

    @Override
    public void connectionRecognised(SshConnection connection) {
      entered.countDown();
      try {
        mayGoOn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      begun.add(connection.id());
      heard.add("begin " + connection.id());
    }

    @Override
    public void connectionEnded(Ending ending) {
      ended.add(ending.connection().id());
      heard.add("end " + ending.connection().id());
    }
  }
}
