package dev.sshpulse.connections;

import java.time.Instant;

/** Monotonic milliseconds since the start, and what they mean on the wall. */
public final class PulseClock {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final long startNanos = System.nanoTime();

  /** Of whole milliseconds: no digit shall claim to know more. */
  private final Instant start = Instant.ofEpochMilli(System.currentTimeMillis());

  /** Milliseconds since the start; 1 at least, so that 0 can say "never". */
  public long millis() {
    return millisOfNanos(System.nanoTime());
  }

  /** What {@link #millis} was when {@code System.nanoTime} was this. */
  long millisOfNanos(long nanos) {
    return (nanos - startNanos) / NANOS_PER_MILLI + 1;
  }

  /** The moment when {@code System.nanoTime} was this. */
  Instant instantOfNanos(long nanos) {
    return start.plusNanos(nanos - startNanos);
  }

  /** What {@code System.nanoTime} was at these {@link #millis}, to the millisecond. */
  long nanosOf(long millis) {
    return startNanos + (millis - 1) * NANOS_PER_MILLI;
  }

  /** The moment that {@link #millis} stood for. */
  public Instant instant(long millis) {
    return start.plusMillis(millis);
  }
}
