package dev.sshpulse.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final int EACH = 50_000;

  @Test
  void givesTheOldestFirstAndEachOnce() {
    Backlog<String> backlog = new Backlog<>(10);
    String first = "1";
    String second = "2";

    backlog.push(first);
    backlog.push(second);

    assertThat(backlog.takeAll()).containsExactly(first, second);
    assertThat(backlog.takeAll()).isEmpty();
  }

  @Test
  void refusesWhatItHasNoRoomForUntilItIsEmptied() {
    Backlog<String> backlog = new Backlog<>(2);

    assertThat(backlog.push("an item")).isTrue();
    assertThat(backlog.push("an item")).isTrue();
    assertThat(backlog.push("an item")).isFalse();

    backlog.takeAll();
    assertThat(backlog.push("an item")).isTrue();
  }

  @Test
  void losesNothingBetweenThreads() throws Exception {
    Backlog<String> backlog = new Backlog<>(Integer.MAX_VALUE);
    List<Thread> pushing = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread = new Thread(() -> pushAll(backlog));
      thread.start();
      pushing.add(thread);
    }

    int taken = 0;
    while (pushing.stream().anyMatch(Thread::isAlive)) {
      taken += backlog.takeAll().size();
    }
    for (Thread thread : pushing) {
      thread.join();
    }
    taken += backlog.takeAll().size();

    assertThat(taken).isEqualTo(4 * EACH);
  }

  @Test
  void goesOnAfterPushesThatWereCutShortAtTheEndOfAStack() {
    Backlog<String> backlog = new Backlog<>(Integer.MAX_VALUE);
    for (int i = 0; i < 50; i++) {
      deeper(backlog);
    }

    backlog.takeAll();
    backlog.push("an item");

    assertThat(backlog.takeAll()).hasSize(1);
  }

  private static void deeper(Backlog<String> backlog) {
    try {
      deeper(backlog);
    } catch (StackOverflowError e) {
      push(backlog);
    }
  }

  private static void push(Backlog<String> backlog) {
    try {
      backlog.push("an item");
    } catch (StackOverflowError e) {
      // cut short somewhere inside: what is under test
    }
  }

  private static void pushAll(Backlog<String> backlog) {
    for (int i = 0; i < EACH; i++) {
      backlog.push("an item");
    }
  }
}
