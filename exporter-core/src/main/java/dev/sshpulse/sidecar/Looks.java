package dev.sshpulse.sidecar;

import dev.sshpulse.model.Faults;
import java.io.IOException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks at the host, again and again: every second while something is ending or somebody waits for
 * an answer, more slowly when nothing moves, and when somebody wants to know. Where there is so
 * much to see that it would take more than a hundredth of the time, less often.
 */
final class Looks implements Runnable {
  private static final long RESTLESS_MILLIS = 1_000;
  private static final long LIVELY_MILLIS = 2_000;
  private static final long CALM_MILLIS = 4_000;
  private static final long SHARE_OF_TIME = 100;

  /** What died longer ago than this is nobody's news. */
  private static final long MOST_MILLIS = 15_000;

  /** So that a look can be had for each scrape, but not for each of a crowd of them. */
  private static final long FRESH_MILLIS = 200;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Host host;
  private final Faults faults;
  private final LongSupplier millis;
  private long lastLook;
  private long lastCostMillis;
  private long costBeforeMillis;
  private boolean looked;
  private boolean stopped;

  /** How soon the next look is due. */
  enum Pace {
    /** Something is ending, or somebody waits for an answer. */
    RESTLESS(RESTLESS_MILLIS),
    /** Connections come and go. */
    LIVELY(LIVELY_MILLIS),
    CALM(CALM_MILLIS);

    private final long periodMillis;

    Pace(long periodMillis) {
      this.periodMillis = periodMillis;
    }
  }

  /** What is looked at. */
  interface Host {
    /**
     * Takes in what is so at this moment.
     *
     * @throws IOException if nothing can be known now
     */
    void look(long now) throws IOException;

    /** The last look could not be had. */
    void unreadable(IOException why, long now);

    /** How much is going on. */
    Pace pace();
  }

  /**
   * @param millis a monotonic clock
   */
  Looks(Host host, Faults faults, LongSupplier millis) {
    this.host = host;
    this.faults = faults;
    this.millis = millis;
  }

  @Override
  public void run() {
    while (await()) {
      look();
    }
  }

  private synchronized boolean await() {
    try {
      long due = lastLook + period();
      for (long now = millis.getAsLong();
          looked && !stopped && now < due;
          now = millis.getAsLong()) {
        wait(due - now);
      }
    } catch (InterruptedException e) {
      stopped = true;
    }
    return !stopped;
  }

  /**
   * By the wall: the first look loads classes, and on a busy machine any may wait for a core. Only
   * two slow ones in a row mean that there is much to see.
   */
  private long period() {
    long wanted = host.pace().periodMillis;
    long cost = Math.min(lastCostMillis, costBeforeMillis) * SHARE_OF_TIME;
    return Math.max(wanted, Math.min(cost, MOST_MILLIS));
  }

  /** What somebody reads of the host, as of this moment or nearly so, while nobody looks. */
  synchronized <T> T read(Supplier<T> reading) {
    refresh();
    return reading.get();
  }

  /** Makes sure that what is known is of this moment, or nearly so. */
  synchronized void refresh() {
    if (!looked || millis.getAsLong() - lastLook >= FRESH_MILLIS) {
      look();
    }
  }

  private synchronized void look() {
    long now = millis.getAsLong();
    long from = System.nanoTime();
    try {
      host.look(now);
    } catch (IOException e) {
      host.unreadable(e, now);
    } catch (Throwable t) {
      // Not even a lack of memory may end the thread that looks.
      faults.swallowed(Faults.Where.CONNECTIONS);
    }
    costBeforeMillis = lastCostMillis;
    lastCostMillis = (System.nanoTime() - from) / NANOS_PER_MILLI;
    lastLook = now;
    looked = true;
  }

  /** No more looks. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }
}
