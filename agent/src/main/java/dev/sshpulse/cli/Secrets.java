package dev.sshpulse.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What may stand in a setting and must not stand on a screen. */
final class Secrets {
  private static final String MASK = "***";

  /** Words in the names of OpenTelemetry's variables whose values open doors. */
  private static final List<String> NAMES =
      List.of("HEADERS", "KEY", "PASSWORD", "SECRET", "TOKEN");

  /** What stands before the {@code @} of an address; no backtracking, for it ends where it must. */
  private static final Pattern USER = Pattern.compile("(?<=://)[^/@\\s]*+@");

  private Secrets() {}

  /**
   * The value, fit to be shown.
   *
   * @param name of the setting or variable; some say that all of the value is secret
   */
  static String masked(String name, String value) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (String secret : NAMES) {
      if (upper.contains(secret)) {
        return MASK;
      }
    }
    return USER.matcher(value).replaceAll(MASK + "@");
  }
}
