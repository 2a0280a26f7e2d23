package dev.sshpulse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.model.Faults;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnThreadsTest {
  private final Faults faults = new Faults();
  private final AtomicReference<Throwable> heard = new AtomicReference<>();

  @AfterEach
  void withdrawTheHandler() {
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  @Test
  void countsWhatAThreadThrowsAndKeepsItFromTheHostsHandler() throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> heard.set(thrown));
    ThreadGroup group = OwnThreads.below(Thread.currentThread().getThreadGroup(), faults);

    Thread failing = new Thread(group, () -> failWith("a library's bug"));
    failing.start();
    failing.join();

    assertThat(faults.errors(Faults.Where.RUNTIME)).isEqualTo(1);
    assertThat(heard).hasNullValue();
  }

  @Test
  void wakesThemAtTheEndAndNamesOneThatGoesOn() throws Exception {
    ThreadGroup group = OwnThreads.below(Thread.currentThread().getThreadGroup(), faults);
    Thread waiting = new Thread(group, LockSupport::park);
    CountDownLatch over = new CountDownLatch(1);
    Thread busy = new Thread(group, () -> goOnUntil(over), "busy");
    waiting.start();
    busy.start();

    // One that is awake may still be late to end.
    await().until(() -> "busy".equals(OwnThreads.awaitEnd(group, Duration.ofMillis(100))));
    over.countDown();
    String then = OwnThreads.awaitEnd(group, Duration.ofMinutes(1));

    assertThat(then).isNull();
    assertThat(waiting.isAlive()).isFalse();
  }

  private static void goOnUntil(CountDownLatch over) {
    while (over.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private static void failWith(String reason) {
    throw new IllegalStateException(reason);
  }
}
