package dev.sshpulse.runtime;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * For how long the exporter's thread may wait: briefly at a time, and for no more than a tenth of
 * all time, however often it is asked to. For that thread alone.
 */
final class Patience {
  private static final int SHARE = 10;

  private final long mostNanos;
  private final LongSupplier nanoTime;
  private long leftNanos;
  private long at;

  /**
   * Has all of it.
   *
   * @param most at a time
   */
  Patience(Duration most, LongSupplier nanoTime) {
    this.mostNanos = most.toNanos();
    this.nanoTime = nanoTime;
    this.leftNanos = mostNanos;
    this.at = nanoTime.getAsLong();
  }

  /** What there is of it now. */
  Duration left() {
    long now = nanoTime.getAsLong();
    leftNanos = Math.min(mostNanos, leftNanos + (now - at) / SHARE);
    at = now;
    return Duration.ofNanos(leftNanos);
  }

  /** It has waited since it asked what is left. */
  void waited() {
    long now = nanoTime.getAsLong();
    leftNanos = Math.max(0, leftNanos - (now - at));
    at = now;
  }
}
