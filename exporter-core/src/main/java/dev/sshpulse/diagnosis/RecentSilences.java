package dev.sshpulse.diagnosis;

import java.util.Arrays;

/**
 * Silences of one kind, in buckets of about the same length: how many, and exactly the longest or
 * the shortest of each bucket. Lengths double every four buckets; 71 of them reach from a second to
 * two days.
 *
 * <p>Two halves of a window take turns, the younger one is filled; about a kilobyte for both.
 */
final class RecentSilences {
  /** Shorter ones are the rhythm of a conversation. */
  static final int SHORTEST_MILLIS = 1000;

  private static final int LONGEST_MILLIS = 2 * 24 * 3600 * 1000;
  private static final int FRACTION_BITS = 2;
  private static final int FIRST = quarterLog(SHORTEST_MILLIS);

  static final int BUCKETS = quarterLog(LONGEST_MILLIS) - FIRST + 1;

  private final boolean longest;
  private final int[] counts = new int[2 * BUCKETS];
  private final int[] extremes = new int[2 * BUCKETS];
  private long half;

  /**
   * @param longest whether a bucket knows its longest silence; else its shortest
   * @param half the half of a window that it is now, numbered without gaps
   */
  RecentSilences(boolean longest, long half) {
    this.longest = longest;
    this.half = half;
  }

  /** Forgets what is not of this half of a window or the one before. */
  void forgetBefore(long now) {
    if (now - half >= 2) {
      Arrays.fill(counts, 0);
    } else if (now > half) {
      Arrays.fill(counts, filled(now), filled(now) + BUCKETS, 0);
    }
    half = now;
  }

  void add(int millis) {
    int at = filled(half) + bucket(millis);
    if (counts[at] == 0 || exceeds(millis, extremes[at])) {
      extremes[at] = millis;
    }
    if (counts[at] < Integer.MAX_VALUE) {
      counts[at]++;
    }
  }

  long count(int bucket) {
    return (long) counts[bucket] + counts[bucket + BUCKETS];
  }

  /** The longest silence of the bucket, or the shortest; 0 if there was none. */
  int extreme(int bucket) {
    int one = extremeAt(bucket);
    int other = extremeAt(bucket + BUCKETS);
    return other == 0 || (one != 0 && exceeds(one, other)) ? one : other;
  }

  /** The bucket of a silence; all beyond two days share the last. */
  static int bucket(int millis) {
    return Math.min(quarterLog(millis) - FIRST, BUCKETS - 1);
  }

  private int extremeAt(int at) {
    return counts[at] == 0 ? 0 : extremes[at];
  }

  private boolean exceeds(int millis, int other) {
    return longest ? millis > other : millis < other;
  }

  private static int filled(long half) {
    return (half & 1) == 0 ? 0 : BUCKETS;
  }

  /** Four times the logarithm to base 2, in whole numbers. */
  private static int quarterLog(int millis) {
    int log = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(millis);
    int fraction = (millis >>> (log - FRACTION_BITS)) & ((1 << FRACTION_BITS) - 1);
    return (log << FRACTION_BITS) + fraction;
  }
}
