package dev.sshpulse.config;

import java.time.Duration;
import java.util.Arrays;
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

  private static final int HIGHEST_PORT = 65_535;

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
    if (type == int[].class) {
      return type.cast(ports(text));
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

  /** As a user would write it; {@link #parse} reads it as the same value. */
  static String text(Object value) {
    if (value instanceof Duration duration) {
      return durationText(duration.toMillis());
    }
    return value instanceof int[] ports ? Arrays.toString(ports) : value.toString();
  }

  private static String durationText(long millis) {
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
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

  /** One or more, with commas between them, and brackets around them or not. */
  private static int[] ports(String text) {
    boolean list = text.startsWith("[") && text.endsWith("]");
    String[] written = (list ? text.substring(1, text.length() - 1) : text).split(",", -1);
    int[] ports = new int[written.length];
    for (int i = 0; i < ports.length; i++) {
      ports[i] = port(written[i].trim());
    }
    return ports;
  }

  private static int port(String text) {
    int digits = leadingDigits(text);
    int port = digits == 0 || digits > 5 || digits < text.length() ? 0 : Integer.parseInt(text);
    if (port < 1 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException("ports from 1 to 65535, such as 22 or [22, 2222]");
    }
    return port;
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
