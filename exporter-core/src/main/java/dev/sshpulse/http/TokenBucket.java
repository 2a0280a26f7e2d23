package dev.sshpulse.http;

import dev.sshpulse.web.RateLimit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts requests against {@code rate_limit}, all callers together. For one thread. */
final class TokenBucket {
  private final LongSupplier nanoTime;
  private @Nullable RateLimit limit;
  private double tokens;
  private long at;

  TokenBucket(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Whether one more request is within it.
   *
   * @param now the limit that holds; one that has changed begins full; null: none
   */
  boolean takes(@Nullable RateLimit now) {
    if (now == null) {
      return true;
    }
    fill(now);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  private void fill(RateLimit now) {
    long time = nanoTime.getAsLong();
    double more = now.equals(limit) ? (double) (time - at) / now.intervalNanos() : now.burst();
    tokens = Math.min(now.burst(), tokens + more);
    limit = now;
    at = time;
  }
}
