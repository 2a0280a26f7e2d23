package dev.sshpulse.connections;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Takes connections from any thread to one, without waiting and without memory: the ring is made
 * once.
 *
 * <p>A library's queue would do; the fourteen classes of JCTools' are a twentieth of what a start
 * costs the application's main thread.
 */
final class ChangeQueue {
  private final AtomicReferenceArray<@Nullable LiveConnection> ring;
  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong polled = new AtomicLong();
  private final int mask;

  /** A queue for so many connections, a power of two. */
  ChangeQueue(int capacity) {
    ring = new AtomicReferenceArray<>(capacity);
    mask = capacity - 1;
  }

  /** Adds one, on any thread; false if there is no room. */
  boolean offer(LiveConnection connection) {
    long place = offered.get();
    while (place - polled.get() <= mask) {
      if (offered.compareAndSet(place, place + 1)) {
        ring.set((int) place & mask, connection);
        return true;
      }
      place = offered.get();
    }
    return false;
  }

  /** The oldest, on one thread at a time; null if there is none, or if it is just being added. */
  @Nullable LiveConnection poll() {
    long place = polled.get();
    int index = (int) place & mask;
    LiveConnection oldest = ring.get(index);
    if (oldest != null) {
      ring.set(index, null);
      polled.set(place + 1); // only now may the place be taken again
    }
    return oldest;
  }
}
