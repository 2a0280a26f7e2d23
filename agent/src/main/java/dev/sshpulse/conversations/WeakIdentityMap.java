package dev.sshpulse.conversations;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of objects of other people's classes, for as long as they live. Their own equality
 * is never asked. For one thread at a time.
 */
final class WeakIdentityMap<V> {
  private final Map<Key, V> values = new HashMap<>();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  private static final class Key extends WeakReference<Object> {
    private final int hash;

    Key(Object object, @Nullable ReferenceQueue<Object> queue) {
      super(object, queue);
      this.hash = System.identityHashCode(object);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      Object object = get();
      return this == other || (other instanceof Key key && object != null && key.get() == object);
    }
  }

  @Nullable V get(Object object) {
    return values.get(new Key(object, null));
  }

  void put(Object object, V value) {
    removeCollected();
    values.put(new Key(object, collected), value);
  }

  void remove(Object object) {
    values.remove(new Key(object, null));
  }

  int size() {
    removeCollected();
    return values.size();
  }

  private void removeCollected() {
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      values.remove(gone);
    }
  }
}
