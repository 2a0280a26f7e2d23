package dev.sshpulse.hooks;

import dev.sshpulse.weave.LibraryTable;
import org.jspecify.annotations.Nullable;

/** The hooks in one library. */
interface HookedLibrary {

  /** Where they are. */
  LibraryTable table();

  /** Why this version is not hooked; null if it is. */
  default @Nullable String refusal(String version) {
    return null;
  }

  /** Whether it speaks SSH, so that connections may hear from it. */
  default boolean speaks() {
    return true;
  }

  /**
   * A thread of the application's, or what it runs: that of a session, where the library keeps one
   * for each. On our thread.
   */
  default void meet(Object running) {}

  /**
   * A hooked method has begun, returned or thrown; on a thread of the application's.
   *
   * @param row which: the number that the table gave it
   * @param self the object; of a static method, its first parameter
   * @param first the result, or what was thrown, or else a parameter
   * @param second a parameter
   */
  void heard(int row, Object self, @Nullable Object first, @Nullable Object second);
}
