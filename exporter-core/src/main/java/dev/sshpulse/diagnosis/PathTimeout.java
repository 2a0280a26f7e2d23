package dev.sshpulse.diagnosis;

/**
 * After which silence a path forgets a flow: between two silences that were seen.
 *
 * @param lowerMillis the longest that a flow survived below the upper bound; 0: none seen
 * @param upperMillis one that flows did not survive
 */
public record PathTimeout(long lowerMillis, long upperMillis) {
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  /** From how many of a unit on a rounded number of them is near enough. */
  private static final int ENOUGH = 3;

  /** What people round an interval to, in seconds. */
  private static final int[] STEPS = {3600, 600, 300, 60, 30, 10, 5};

  /** Rounding to a step takes away a fifth at most. */
  private static final int STEPS_AT_LEAST = 5;

  public PathTimeout {
    if (lowerMillis < 0 || upperMillis <= lowerMillis) {
      throw new IllegalArgumentException(
          "survived " + lowerMillis + " ms, killed by " + upperMillis + " ms");
    }
  }

  /** What a person should know and do, in one sentence. */
  public String advice() {
    return "flows silent for more than about "
        + about(upperMillis)
        + " die on this path: set ServerAliveInterval or ClientAliveInterval to at most "
        + intervalSeconds()
        + " s";
  }

  /**
   * How often to ask the peer at least. Half of what kills, so that one lost keepalive is no loss,
   * but nothing that was never seen to be survived; at least a second, for OpenSSH takes 0 as off.
   */
  public long intervalSeconds() {
    long half = upperMillis / 2;
    long millis = lowerMillis > 0 ? Math.min(half, lowerMillis) : half;
    return Math.max(1, roundedDown(millis / SECOND));
  }

  private static long roundedDown(long seconds) {
    for (int step : STEPS) {
      if (seconds >= (long) STEPS_AT_LEAST * step) {
        return seconds - seconds % step;
      }
    }
    return seconds;
  }

  private static String about(long millis) {
    if (millis < ENOUGH * MINUTE) {
      return rounded(millis, SECOND) + " s";
    }
    return millis < ENOUGH * HOUR ? rounded(millis, MINUTE) + " min" : rounded(millis, HOUR) + " h";
  }

  private static long rounded(long millis, long unit) {
    return (millis + unit / 2) / unit;
  }
}
