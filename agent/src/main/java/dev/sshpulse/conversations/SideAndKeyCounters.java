package dev.sshpulse.conversations;

import dev.sshpulse.model.Side;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** One counter for each side and each key of a closed set. */
final class SideAndKeyCounters<K extends Enum<K>> {
  private final Map<Side, Map<K, LongAdder>> counters = new EnumMap<>(Side.class);

  SideAndKeyCounters(Class<K> keys) {
    for (Side side : Side.values()) {
      Map<K, LongAdder> ofSide = new EnumMap<>(keys);
      for (K key : keys.getEnumConstants()) {
        ofSide.put(key, new LongAdder());
      }
      counters.put(side, ofSide);
    }
  }

  void increment(Side side, K key) {
    of(side, key).increment();
  }

  long get(Side side, K key) {
    return of(side, key).sum();
  }

  private LongAdder of(Side side, K key) {
    return Objects.requireNonNull(Objects.requireNonNull(counters.get(side)).get(key));
  }
}
