package dev.sshpulse.connections;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Milliseconds since the start, and what they mean on the wall.
 *
 * <p>{@link System#nanoTime} stands still while the machine sleeps, and a path forgets its flows
 * meanwhile: time asleep is added as soon as {@link #follow} has seen it. What is done to the
 * host's clock changes no silence, only what is called the time from then on.
 */
public final class PulseClock {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Less than a second is no sleep, and nobody has set the clock. */
  private static final long TOLERATED_MILLIS = 1_000;

  /** What is read within this time is of one moment. */
  private static final long MOMENT_MILLIS = 100;

  private final HostClocks host;
  private final long startNanos;
  private volatile @Nullable Sleep lastSleep;

  /** Of whole milliseconds: no digit shall claim to know more. */
  private volatile long wallAtZero;

  // Only the thread that follows:
  private boolean following;
  private long upBeforeStart = HostClocks.UNKNOWN;

  /**
   * The machine has slept.
   *
   * @param untilNanos when that was seen
   * @param totalMillis of this sleep, and of all before
   */
  private record Sleep(long untilNanos, long totalMillis, @Nullable Sleep before) {}

  /** Starts now. */
  public PulseClock() {
    this(new HostClocks());
  }

  PulseClock(HostClocks host) {
    this.host = host;
    this.startNanos = host.nanos();
    this.wallAtZero = host.wallMillis() - millis();
  }

  /** Milliseconds since the start; 1 at least, so that 0 can say "never". */
  public long millis() {
    return millisOfNanos(host.nanos());
  }

  /** What {@link #millis} was when {@code System.nanoTime} was this. */
  long millisOfNanos(long nanos) {
    return awakeMillis(nanos) + asleepMillis(nanos) + 1;
  }

  private long awakeMillis(long nanos) {
    return (nanos - startNanos) / NANOS_PER_MILLI;
  }

  /** Until {@code System.nanoTime} was this. */
  private long asleepMillis(long nanos) {
    Sleep sleep = lastSleep;
    while (sleep != null && nanos - sleep.untilNanos < 0) {
      sleep = sleep.before;
    }
    return total(sleep);
  }

  private static long total(@Nullable Sleep last) {
    return last == null ? 0 : last.totalMillis;
  }

  /**
   * What {@code System.nanoTime} was at these {@link #millis}, to the millisecond; when the machine
   * awoke, where it slept then.
   */
  long nanosOf(long millis) {
    Sleep sleep = lastSleep;
    while (sleep != null) {
      long nanos = nanosOf(millis, sleep);
      if (nanos - sleep.untilNanos >= 0) {
        return nanos;
      }
      if (millis >= awakeMillis(sleep.untilNanos) + total(sleep.before) + 1) {
        return sleep.untilNanos;
      }
      sleep = sleep.before;
    }
    return nanosOf(millis, null);
  }

  private long nanosOf(long millis, @Nullable Sleep last) {
    return startNanos + (millis - 1 - total(last)) * NANOS_PER_MILLI;
  }

  /** The moment that {@link #millis} stood for, by the host's clock as it goes now. */
  public Instant instant(long millis) {
    return Instant.ofEpochMilli(wallAtZero + millis);
  }

  /** The moment when {@code System.nanoTime} was this. */
  Instant instantOfNanos(long nanos) {
    return instant(millisOfNanos(nanos)).plusNanos((nanos - startNanos) % NANOS_PER_MILLI);
  }

  /** Sees whether the machine has slept or its clock was set; for one thread, at every beat. */
  public void follow() {
    long nanos = host.nanos();
    long wall = host.wallMillis();
    if (following && Math.abs(wall - millisOfNanos(nanos) - wallAtZero) <= TOLERATED_MILLIS) {
      return;
    }
    long up = host.uptimeMillis();
    if (awakeMillis(host.nanos()) - awakeMillis(nanos) > MOMENT_MILLIS) {
      return; // held up between two clocks: the next beat will see
    }
    addSleep(up == HostClocks.UNKNOWN ? up : up - awakeMillis(nanos), nanos);
    wallAtZero = wall - millisOfNanos(nanos);
    following = true;
  }

  /**
   * @param notAwake what the host was up without being awake in our time: all before our start, and
   *     every sleep since; or unknown
   */
  private void addSleep(long notAwake, long nanos) {
    if (!following) {
      upBeforeStart = notAwake;
    } else if (upBeforeStart != HostClocks.UNKNOWN
        && notAwake - upBeforeStart > total(lastSleep) + TOLERATED_MILLIS) {
      lastSleep = new Sleep(nanos, notAwake - upBeforeStart, lastSleep);
    }
  }
}
