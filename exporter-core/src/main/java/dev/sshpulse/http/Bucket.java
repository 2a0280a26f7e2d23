package dev.sshpulse.http;

/** Fills at an even rate, and may be overdrawn by what nobody knows before. */
final class Bucket {

  private static final double NANOS_PER_SECOND = 1e9;

  private final double aSecond;
  private final double most;
  private double left;
  private long filledNanos;

  /**
   * A full one.
   *
   * @param burstSeconds how long it fills until it is full
   */
  Bucket(double aSecond, double burstSeconds, long nowNanos) {
    this.aSecond = aSecond;
    this.most = aSecond * burstSeconds;
    this.left = most;
    this.filledNanos = nowNanos;
  }

  /** Whether there is one. */
  boolean has(long nowNanos) {
    left = Math.min(most, left + (nowNanos - filledNanos) / NANOS_PER_SECOND * aSecond);
    filledNanos = nowNanos;
    return left >= 1;
  }

  boolean isEmpty() {
    return left <= 0;
  }

  /** Overdrawn by no more than it holds: what is over is over some seconds later. */
  void take(double amount) {
    left = Math.max(-most, left - amount);
  }
}
