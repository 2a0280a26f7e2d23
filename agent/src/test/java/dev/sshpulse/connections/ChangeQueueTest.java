package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  @Timeout(60)
  void losesAndDoublesNothingBetweenManyThreadsAndOne() throws Exception {
    List<Thread> producers = new ArrayList<>();
    Map<LiveConnection, Integer> times = new HashMap<>();

    for (int i = 0; i < THREADS; i++) {
      producers.add(new Thread(this::produce));
      producers.get(i).start();
    }
    while (times.size() < THREADS * EACH) {
      LiveConnection connection = queue.poll();
      if (connection == null) {
        Thread.onSpinWait();
      } else {
        times.merge(connection, 1, Integer::sum);
      }
    }

    assertThat(times.values()).containsOnly(1);
    assertThat(queue.poll()).isNull();
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
