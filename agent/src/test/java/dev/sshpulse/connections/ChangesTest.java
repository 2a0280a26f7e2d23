package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final int EACH = 50_000;

  @Test
  void givesTheOldestFirstAndEachOnce() {
    Changes changes = new Changes(10);
    LiveConnection first = connection(1);
    LiveConnection second = connection(2);

    changes.push(first);
    changes.push(second);

    assertThat(changes.takeAll()).containsExactly(first, second);
    assertThat(changes.takeAll()).isEmpty();
  }

  @Test
  void refusesWhatItHasNoRoomForUntilItIsEmptied() {
    Changes changes = new Changes(2);

    assertThat(changes.push(connection(1))).isTrue();
    assertThat(changes.push(connection(2))).isTrue();
    assertThat(changes.push(connection(3))).isFalse();

    changes.takeAll();
    assertThat(changes.push(connection(4))).isTrue();
  }

  @Test
  void losesNothingBetweenThreads() throws Exception {
    Changes changes = new Changes(Integer.MAX_VALUE);
    List<Thread> pushing = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread = new Thread(() -> pushAll(changes));
      thread.start();
      pushing.add(thread);
    }

    int taken = 0;
    while (pushing.stream().anyMatch(Thread::isAlive)) {
      taken += changes.takeAll().size();
    }
    for (Thread thread : pushing) {
      thread.join();
    }
    taken += changes.takeAll().size();

    assertThat(taken).isEqualTo(4 * EACH);
  }

  @Test
  void goesOnAfterPushesThatWereCutShortAtTheEndOfAStack() {
    Changes changes = new Changes(Integer.MAX_VALUE);
    for (int i = 0; i < 50; i++) {
      deeper(changes);
    }

    changes.takeAll();
    changes.push(connection(1));

    assertThat(changes.takeAll()).hasSize(1);
  }

  private static void deeper(Changes changes) {
    try {
      deeper(changes);
    } catch (StackOverflowError e) {
      push(changes);
    }
  }

  private static void push(Changes changes) {
    try {
      changes.push(connection(0));
    } catch (StackOverflowError e) {
      // cut short somewhere inside: what is under test
    }
  }

  private static void pushAll(Changes changes) {
    for (int i = 0; i < EACH; i++) {
      changes.push(connection(i));
    }
  }

  private static LiveConnection connection(long id) {
    return new LiveConnection(id, Side.CLIENT, new FixedTraffic(0, 0), 1);
  }
}
