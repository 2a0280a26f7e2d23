package dev.sshpulse.connections;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Connections that have begun or ended since somebody last looked; any thread may push, none waits.
 *
 * <p>A push is one compare-and-set: whatever cuts it short, the end of a stack included, has either
 * pushed or not. A library's queue claims a place first and fills it later, and what is cut short
 * between the two blocks the queue for ever.
 */
final class Changes {
  private final AtomicReference<@Nullable Change> last = new AtomicReference<>();
  private final int most;

  /** Room for so many. */
  Changes(int most) {
    this.most = most;
  }

  /** Adds one; false if there is no room. */
  boolean push(LiveConnection connection) {
    Change before = last.get();
    while (before == null || before.depth < most) {
      if (last.compareAndSet(before, new Change(connection, before))) {
        return true;
      }
      before = last.get();
    }
    return false;
  }

  /** Whether there are any. */
  boolean any() {
    return last.get() != null;
  }

  /** Takes all there are, the oldest first. */
  Deque<LiveConnection> takeAll() {
    Deque<LiveConnection> oldestFirst = new ArrayDeque<>();
    for (Change change = last.getAndSet(null); change != null; change = change.before) {
      oldestFirst.addFirst(change.connection);
    }
    return oldestFirst;
  }

  private static final class Change {
    final LiveConnection connection;
    final @Nullable Change before;
    final int depth;

    Change(LiveConnection connection, @Nullable Change before) {
      this.connection = connection;
      this.before = before;
      this.depth = before == null ? 1 : before.depth + 1;
    }
  }
}
