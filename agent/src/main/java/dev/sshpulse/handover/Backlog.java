package dev.sshpulse.handover;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be taken; any thread may push, none waits.
 *
 * <p>A push is one compare-and-set: whatever cuts it short, the end of a stack included, has either
 * pushed or not. A library's queue claims a place first and fills it later, and what is cut short
 * between the two blocks the queue for ever.
 */
public final class Backlog<T> {
  private final AtomicReference<@Nullable Item<T>> last = new AtomicReference<>();
  private final int most;

  /** Room for so many. */
  public Backlog(int most) {
    this.most = most;
  }

  /** Adds one; false if there is no room. */
  public boolean push(T value) {
    Item<T> before = last.get();
    while (before == null || before.depth < most) {
      if (last.compareAndSet(before, new Item<>(value, before))) {
        return true;
      }
      before = last.get();
    }
    return false;
  }

  /** Whether there are any. */
  public boolean any() {
    return last.get() != null;
  }

  /** Takes all there are, the oldest first. */
  public List<T> takeAll() {
    Item<T> item = last.getAndSet(null);
    if (item == null) {
      return List.of();
    }
    List<T> oldestFirst = new ArrayList<>(item.depth);
    for (; item != null; item = item.before) {
      oldestFirst.add(item.value);
    }
    Collections.reverse(oldestFirst);
    return oldestFirst;
  }

  private static final class Item<T> {
    final T value;
    final @Nullable Item<T> before;
    final int depth;

    Item(T value, @Nullable Item<T> before) {
      this.value = value;
      this.before = before;
      this.depth = before == null ? 1 : before.depth + 1;
    }
  }
}
