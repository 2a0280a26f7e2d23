package dev.sshpulse.packed;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was done to connections of one side: so many in ways that have one of these causes each.
 *
 * <p>Which ending belongs to which deed is not known, only how many there are of each. They match
 * if and only if, for any choice of causes, at least so many endings have one of them as there are
 * deeds that can have no other (Hall's theorem).
 */
final class Deeds {
  private final Map<Set<String>, Integer> done = new HashMap<>();

  void add(Set<String> causes, int often) {
    done.merge(causes, often, Integer::sum);
  }

  int total() {
    return done.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Fails if these endings cannot be the work of these deeds. */
  void assertMatches(String side, Map<String, Integer> endings) {
    List<String> causes = done.keySet().stream().flatMap(Set::stream).distinct().sorted().toList();
    assertSame(side + ": all endings", total(), sum(endings, endings.keySet()), endings);
    for (int chosen = 1; chosen < 1 << causes.size(); chosen++) {
      Set<String> choice = choice(causes, chosen);
      int deeds =
          done.entrySet().stream()
              .filter(deed -> choice.containsAll(deed.getKey()))
              .mapToInt(Map.Entry::getValue)
              .sum();
      if (sum(endings, choice) < deeds) {
        throw new AssertionError(
            "%s: %d deeds can only end as %s, and these are the endings: %s; all deeds: %s"
                .formatted(side, deeds, choice, endings, done));
      }
    }
  }

  private void assertSame(String what, int expected, int actual, Map<String, Integer> endings) {
    if (expected != actual) {
      throw new AssertionError(
          "%s: %d instead of %d: %s; all deeds: %s"
              .formatted(what, actual, expected, endings, done));
    }
  }

  private static Set<String> choice(List<String> causes, int chosen) {
    Set<String> choice = new HashSet<>();
    for (int i = 0; i < causes.size(); i++) {
      if ((chosen >> i & 1) == 1) {
        choice.add(causes.get(i));
      }
    }
    return choice;
  }

  private static int sum(Map<String, Integer> endings, Set<String> causes) {
    return causes.stream().collect(Collectors.summingInt(cause -> endings.getOrDefault(cause, 0)));
  }
}
