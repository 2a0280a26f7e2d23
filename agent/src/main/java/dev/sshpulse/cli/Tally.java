package dev.sshpulse.cli;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How often each thing was seen. Any thread may call. */
final class Tally {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<Seen, Long> counts = new EnumMap<>(Seen.class);

  synchronized void add(Seen what) {
    counts.merge(what, 1L, Long::sum);
    notifyAll();
  }

  synchronized long count(Seen what) {
    return counts.getOrDefault(what, 0L);
  }

  /** Returns once it was seen this often; what happens on the other side takes a moment. */
  synchronized void await(Seen what, long times) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (count(what) < times) {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (millis <= 0) {
        throw new TimeoutException(what + " seen " + count(what) + " times instead of " + times);
      }
      wait(millis);
    }
  }

  /** One line, such as {@code CLIENT_OPENED=3 BROKEN_PIPE=0}, with every constant. */
  synchronized String line() {
    StringBuilder line = new StringBuilder();
    for (Seen what : Seen.values()) {
      line.append(what).append('=').append(count(what)).append(' ');
    }
    return line.toString().trim();
  }

  /** Reads what {@link #line} wrote. */
  static Tally parse(String line) {
    Tally tally = new Tally();
    for (String part : line.split(" ", -1)) {
      String[] pair = part.split("=", 2);
      tally.counts.put(Seen.valueOf(pair[0]), Long.valueOf(pair[1]));
    }
    return tally;
  }
}
