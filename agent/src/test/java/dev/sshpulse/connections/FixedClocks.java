package dev.sshpulse.connections;

import java.time.Duration;
import java.time.Instant;

/** A host whose clocks go as a test says. */
final class FixedClocks extends HostClocks {
  private long nanos = 7;
  private Instant wall = Instant.parse("2026-11-22T10:00:00Z");
  private Duration up = Duration.ofDays(3);
  private boolean tellsUptime = true;
  private Duration pause = Duration.ZERO;

  /** Time passes while the machine is awake. */
  void pass(Duration time) {
    nanos += time.toNanos();
    sleep(time);
  }

  /** Time passes while the machine sleeps. */
  void sleep(Duration time) {
    wall = wall.plus(time);
    up = up.plus(time);
  }

  /** Somebody sets the clock on the wall: forward, or back if this is negative. */
  void set(Duration by) {
    wall = wall.plus(by);
  }

  /** The kernel does not tell since when it is up. */
  void hideUptime() {
    tellsUptime = false;
  }

  /** Whoever next asks for the time on the wall is held up for so long before. */
  void holdUp(Duration pause) {
    this.pause = pause;
  }

  Instant wall() {
    return wall;
  }

  @Override
  long nanos() {
    return nanos;
  }

  @Override
  long wallMillis() {
    pass(pause);
    pause = Duration.ZERO;
    return wall.toEpochMilli();
  }

  @Override
  long uptimeMillis() {
    return tellsUptime ? up.toMillis() : UNKNOWN;
  }
}
