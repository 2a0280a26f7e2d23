package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Side;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChangeQueueTest {
  private static final int CAPACITY = 8;
  private static final int THREADS = 4;
  private static final int EACH = 50_000;

  private final ChangeQueue queue = new ChangeQueue(CAPACITY);

  @Test
  void givesBackInTheOrderInWhichItWasGiven() {
    List<LiveConnection> given = new ArrayList<>();
    List<LiveConnection> taken = new ArrayList<>();

    for (int i = 0; i < 3 * CAPACITY; i++) {
      LiveConnection connection = connection(i);
      given.add(connection);
      queue.offer(connection);
      taken.add(queue.poll());
    }

    assertThat(taken).containsExactlyElementsOf(given);
    assertThat(queue.poll()).isNull();
  }

  @Test
  void refusesWhatHasNoRoomAndTakesMoreWhenThereIsRoomAgain() {
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(queue.offer(connection(i))).isTrue();
    }

    boolean taken = queue.offer(connection(CAPACITY));
    queue.poll();

    assertThat(taken).isFalse();
    assertThat(queue.offer(connection(CAPACITY))).isTrue();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void losesAndDoublesNothingBetweenManyThreadsAndOne() {
    List<Thread> producers = new ArrayList<>();
    List<LiveConnection> taken = new ArrayList<>();

    for (int i = 0; i < THREADS; i++) {
      producers.add(producer());
    }
    while (producers.stream().anyMatch(Thread::isAlive)) {
      takeAll(taken);
    }
    takeAll(taken);

    assertThat(taken).hasSize(THREADS * EACH);
    assertThat(new HashSet<>(taken)).hasSize(THREADS * EACH);
  }

  private void takeAll(List<LiveConnection> into) {
    LiveConnection connection = queue.poll();
    while (connection != null) {
      into.add(connection);
      connection = queue.poll();
    }
  }

  private Thread producer() {
    Thread thread = new Thread(this::produce);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void produce() {
    for (int i = 0; i < EACH; i++) {
      LiveConnection connection = connection(i);
      while (!queue.offer(connection)) {
        Thread.onSpinWait();
      }
    }
  }

  private static LiveConnection connection(long id) {
    return new LiveConnection(id, Side.CLIENT, new ConnectionsTest.FixedTraffic(0, 0), 0);
  }
}
