package dev.sshpulse.connections;

import dev.sshpulse.model.Side;
import dev.sshpulse.model.Verdict;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** How many connections of each side ended in which way. Not safe for threads. */
final class VerdictCounters {
  private final Map<Side, Map<Verdict, Long>> counters = new EnumMap<>(Side.class);

  void increment(Side side, Verdict verdict) {
    counters.computeIfAbsent(side, unused -> new HashMap<>()).merge(verdict, 1L, Long::sum);
  }

  long get(Side side, Verdict verdict) {
    return counters.getOrDefault(side, Map.of()).getOrDefault(verdict, 0L);
  }
}
