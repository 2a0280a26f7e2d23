package dev.sshpulse.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * From what a user wrote to a setting's value.
 *
 * <p>One class for the small types, told apart by an if: in a young JVM a class costs half a
 * millisecond, and these are read before the application's main.
 */
final class Values {
  private static final long MILLIS_PER_HOUR = 3_600_000;

  /** A year: beyond it nobody means it, and nanoseconds would soon overflow. */
  private static final long MOST_MILLIS = 8760 * MILLIS_PER_HOUR;

  /** A year in milliseconds has eleven. */
  private static final int MOST_DIGITS = 11;

  private Values() {}

  /**
   * Reads a text as a value.
   *
   * @param text trimmed
   * @throws IllegalArgumentException with what was expected
   */
  static <T> T parse(Class<T> type, String text) {
    if (type == Boolean.class) {
      return type.cast(truth(text));
    }
    if (type == Duration.class) {
      return type.cast(duration(text));
    }
    if (type == ListenAddress.class) {
      return type.cast(ListenAddressText.parse(text));
    }
    return type.cast(text);
  }

  /**
   * What holds in place of an unusable value; null: the default.
   *
   * <p>For an address never the default: the user asked for another door, perhaps a safer one.
   */
  static <T> @Nullable T insteadOfUnusable(Class<T> type, String reason) {
    return type == ListenAddress.class ? type.cast(ListenAddress.off(reason)) : null;
  }

  /** Also takes the other words people use for it: a kill switch must not be picky. */
  private static boolean truth(String text) {
    if (isFalse(text)) {
      return false;
    }
    if (isTrue(text)) {
      return true;
    }
    throw new IllegalArgumentException("true or false");
  }

  private static boolean isTrue(String text) {
    return text.equalsIgnoreCase("true")
        || text.equalsIgnoreCase("on")
        || text.equalsIgnoreCase("yes")
        || text.equals("1");
  }

  static boolean isFalse(String text) {
    return text.equalsIgnoreCase("false")
        || text.equalsIgnoreCase("off")
        || text.equalsIgnoreCase("no")
        || text.equals("0");
  }

  private static Duration duration(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    int digits = leadingDigits(text);
    long unitMillis = unitMillis(text.substring(digits));
    if (digits == 0 || unitMillis == 0) {
      throw new IllegalArgumentException("a duration such as 500ms, 2s or 1m");
    }
    return Duration.ofMillis(bounded(text.substring(0, digits), unitMillis));
  }

  private static long unitMillis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> MILLIS_PER_HOUR;
      default -> 0;
    };
  }

  private static long bounded(String number, long unitMillis) {
    if (number.length() <= MOST_DIGITS) {
      long millis = Long.parseLong(number) * unitMillis;
      if (millis <= MOST_MILLIS) {
        return millis;
      }
    }
    throw new IllegalArgumentException("a duration is at most 8760h");
  }

  /** How many ASCII digits the text begins with; the JDK's own test takes those of any script. */
  static int leadingDigits(String text) {
    int count = 0;
    while (count < text.length() && isDigit(text.charAt(count))) {
      count++;
    }
    return count;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
