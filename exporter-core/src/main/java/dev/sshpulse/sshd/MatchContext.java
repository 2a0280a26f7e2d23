package dev.sshpulse.sshd;

import java.util.ArrayList;
import java.util.List;

/**
 * In which Match blocks a line stands.
 *
 * @param inMatch whether in any, {@code Match all} included
 * @param criteria of those that depend on the connection, outermost first
 */
record MatchContext(boolean inMatch, List<String> criteria) {
  static final MatchContext NONE = new MatchContext(false, List.of());

  /** The number of blocks is that of files which include each other, at most. */
  MatchContext and(List<String> words) {
    if (isAll(words)) {
      return new MatchContext(true, criteria);
    }
    List<String> both = new ArrayList<>(criteria);
    both.add(SshdConfigReader.shown(String.join(" ", words)));
    return new MatchContext(true, List.copyOf(both));
  }

  private static boolean isAll(List<String> words) {
    boolean all = words.stream().anyMatch("all"::equalsIgnoreCase);
    if (words.get(0).equalsIgnoreCase("all") && words.size() > 1) {
      throw new IllegalArgumentException("all cannot be combined with other criteria");
    }
    return all && words.size() == 1;
  }

  boolean dependsOnConnection() {
    return !criteria.isEmpty();
  }
}
