package dev.sshpulse.diagnosis;

import org.jspecify.annotations.Nullable;

/** What flows to one network survived and what killed them; see {@link PathTimeouts}. */
final class NetworkSilences {
  private final RecentSilences survived;

  /** Most networks never have any. */
  private @Nullable RecentSilences killed;

  private long half;

  /**
   * @param half the half of a window that it is now
   */
  NetworkSilences(long half) {
    this.half = half;
    survived = new RecentSilences(true, half);
  }

  void forgetBefore(long now) {
    half = now;
    survived.forgetBefore(half);
    if (killed != null) {
      killed.forgetBefore(half);
    }
  }

  void survived(int millis) {
    survived.add(millis);
  }

  void killed(int millis) {
    if (killed == null) {
      killed = new RecentSilences(false, half);
    }
    killed.add(millis);
  }

  /** Null if nothing died, or if nothing tells the deaths from an outage. */
  @Nullable PathTimeout timeout() {
    int upper = killed == null ? 0 : upper(killed);
    return upper == 0 ? null : new PathTimeout(longestSurvivedBelow(upper), upper);
  }

  private int upper(RecentSilences deaths) {
    int upper = 0;
    long most = 1;
    long excess = 0;
    for (int bucket = RecentSilences.BUCKETS - 1; bucket >= 0; bucket--) {
      excess += deaths.count(bucket);
      int silence = deaths.extreme(bucket);
      long here = excess - survivedAtLeast(silence, bucket);
      if (silence > 0 && here >= most) {
        most = here;
        upper = silence;
      }
      excess -= survived.count(bucket);
    }
    return upper;
  }

  /**
   * Of the survivors in this bucket; all of them when not even the longest was shorter, for then
   * nobody knows how many were: in doubt there is no timeout.
   */
  private long survivedAtLeast(int silence, int bucket) {
    return survived.extreme(bucket) < silence ? 0 : survived.count(bucket);
  }

  private int longestSurvivedBelow(int upper) {
    for (int bucket = RecentSilences.bucket(upper); bucket >= 0; bucket--) {
      int silence = survived.extreme(bucket);
      if (silence > 0 && silence < upper) {
        return silence;
      }
    }
    return 0;
  }
}
