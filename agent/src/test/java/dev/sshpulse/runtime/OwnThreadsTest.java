package dev.sshpulse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import java.util.concurrent.atomic.AtomicReference;
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

  private static void failWith(String reason) {
    throw new IllegalStateException(reason);
  }
}
