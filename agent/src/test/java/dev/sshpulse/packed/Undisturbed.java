package dev.sshpulse.packed;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Measures times that are compared to a fifth of a second, and measures them anew where the machine
 * stood still meanwhile: neither those who measure nor those who are measured can then know when
 * something was. A pause of the measured process alone is its own, and counts.
 */
final class Undisturbed {
  private static final int MOST_TIMES = 5;
  private static final long LONGEST_PAUSE_MILLIS = 100;
  private static final long BEAT_MILLIS = 10;

  private long lastBeat = System.nanoTime();
  private long longestPause;

  private Undisturbed() {}

  /** What was measured while the machine never stood still, or else the last time. */
  static <T> T measure(Callable<T> measurement) throws Exception {
    for (int times = 1; ; times++) {
      Undisturbed machine = new Undisturbed();
      T measured = machine.watchedDuring(measurement);
      long pause = machine.longestPauseMillis();
      if (pause <= LONGEST_PAUSE_MILLIS || times == MOST_TIMES) {
        return measured;
      }
      System.out.println("the machine stood still for " + pause + " ms: measuring anew");
    }
  }

  private <T> T watchedDuring(Callable<T> measurement) throws Exception {
    ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
    try {
      beats.scheduleWithFixedDelay(this::beat, 0, BEAT_MILLIS, MILLISECONDS);
      return measurement.call();
    } finally {
      beats.shutdownNow();
    }
  }

  private synchronized long longestPauseMillis() {
    beat();
    return NANOSECONDS.toMillis(longestPause);
  }

  private synchronized void beat() {
    long now = System.nanoTime();
    longestPause = Math.max(longestPause, now - lastBeat);
    lastBeat = now;
  }
}
