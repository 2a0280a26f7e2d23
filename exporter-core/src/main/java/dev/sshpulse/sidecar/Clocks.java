package dev.sshpulse.sidecar;

import java.time.Duration;
import java.time.Instant;

/** A clock that only goes forward, and what the host's clock says of its moments. */
final class Clocks {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long startNanos = System.nanoTime();

  /** Since the start; never 0, which means "never" to those who keep a moment. */
  long millis() {
    return 1 + (System.nanoTime() - startNanos) / NANOS_PER_MILLI;
  }

  /** By the host's clock as it is set now. */
  Instant instant(long millis) {
    return Instant.now().minus(Duration.ofMillis(millis() - millis));
  }
}
