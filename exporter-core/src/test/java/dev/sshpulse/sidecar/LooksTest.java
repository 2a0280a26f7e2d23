package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** When the host is looked at. */
class LooksTest {
  private final AtomicLong clock = new AtomicLong(1);
  private final AtomicInteger looks = new AtomicInteger();
  private final List<String> unreadable = new ArrayList<>();
  private final Faults faults = new Faults();

  private Looks looks(Looking looking) {
    return new Looks(
        new Looks.Host() {
          @Override
          public void look(long now) throws IOException {
            looks.incrementAndGet();
            looking.look();
          }

          @Override
          public void unreadable(IOException why, long now) {
            unreadable.add(why.getMessage());
          }

          @Override
          public Looks.Pace pace() {
            return Looks.Pace.RESTLESS;
          }
        },
        faults,
        clock::get);
  }

  private interface Looking {
    void look() throws IOException;
  }

  @Test
  void looksOnceForACrowdThatAsksAtTheSameMoment() {
    Looks looks = looks(() -> {});

    looks.refresh();
    looks.refresh();
    clock.addAndGet(199);
    looks.refresh();

    assertThat(this.looks).hasValue(1);
  }

  @Test
  void looksAnewForWhoeverAsksLater() {
    Looks looks = looks(() -> {});
    looks.refresh();

    clock.addAndGet(200);
    looks.refresh();

    assertThat(this.looks).hasValue(2);
  }

  @Test
  void saysWhatCannotBeReadAndLooksAgain() {
    Looks looks =
        looks(
            () -> {
              throw new IOException("no source");
            });

    looks.refresh();
    clock.addAndGet(1_000);
    looks.refresh();

    assertThat(unreadable).containsExactly("no source", "no source");
  }

  @Test
  void countsADefectOfOursAndLooksAgain() {
    Looks looks =
        looks(
            () -> {
              throw new IllegalStateException("a defect");
            });

    looks.refresh();
    clock.addAndGet(1_000);
    looks.refresh();

    assertThat(this.looks).hasValue(2);
    assertThat(faults.errors(Faults.Where.CONNECTIONS)).isEqualTo(2);
  }

  @Test
  void endsWhenItIsStopped() {
    Looks looks = looks(() -> {});
    Thread thread = new Thread(looks);
    thread.start();
    Awaitility.await().until(() -> this.looks.get() > 0);

    looks.stop();

    Awaitility.await().until(() -> !thread.isAlive());
  }
}
