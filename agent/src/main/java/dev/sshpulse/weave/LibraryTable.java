package dev.sshpulse.weave;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows for one SSH library, by the classes that they are in. */
public final class LibraryTable {
  private final String library;
  private final Set<String> needed;
  private final Map<String, List<Hook>> rowsByClass = new HashMap<>();

  /**
   * A table.
   *
   * @param library as in {@code sshpulse_hook_info}
   * @param needed purposes without which a class is left as it was; the other rows are taken where
   *     they fit, for they are of one release or another
   */
  public LibraryTable(String library, Set<String> needed, List<Hook> rows) {
    this.library = library;
    this.needed = new HashSet<>(needed);
    for (Hook row : rows) {
      rowsByClass.computeIfAbsent(row.className, unused -> new ArrayList<>()).add(row);
    }
  }

  /** Which library. */
  public String library() {
    return library;
  }

  @Nullable List<Hook> rowsOf(String className) {
    return rowsByClass.get(className);
  }

  /** What these rows are for. */
  static Set<String> purposes(Collection<Hook> rows) {
    Set<String> purposes = new HashSet<>();
    for (Hook row : rows) {
      purposes.add(row.purpose);
    }
    return purposes;
  }

  /** What is needed of these rows and not done; null if nothing is. */
  @Nullable String missing(List<Hook> rows, Set<Hook> done) {
    Set<String> found = purposes(done);
    for (Hook row : rows) {
      if (needed.contains(row.purpose) && !found.contains(row.purpose)) {
        return row.purpose;
      }
    }
    return null;
  }
}
