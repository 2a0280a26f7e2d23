package dev.sshpulse.connections;

import dev.sshpulse.model.Side;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** One counter for each side. */
final class SideCounters {
  private final Map<Side, LongAdder> counters = new EnumMap<>(Side.class);

  SideCounters() {
    for (Side side : Side.values()) {
      counters.put(side, new LongAdder());
    }
  }

  void increment(Side side) {
    of(side).increment();
  }

  void add(Side side, long amount) {
    of(side).add(amount);
  }

  long get(Side side) {
    return of(side).sum();
  }

  private LongAdder of(Side side) {
    return Objects.requireNonNull(counters.get(side));
  }
}
