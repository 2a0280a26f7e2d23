package dev.sshpulse.cli.agents;

import java.util.Locale;

/** Amounts as people read them, in six characters at most. */
public final class Amounts {

  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** From here on the smaller unit is left out. */
  private static final long MANY_DAYS = 100 * DAY;

  private static final double STEP = 1024;

  /** What is nearer to ten than a tenth would be written as ten. */
  private static final double TEN = 9.95;

  private static final String UNITS = "KMGTPE";

  private Amounts() {}

  /** {@code 0s}, {@code 59s}, {@code 2m05s}, {@code 3h07m}, {@code 12d04h}, {@code 400d}. */
  public static String seconds(double amount) {
    long seconds = (long) amount;
    if (seconds < MINUTE) {
      return seconds + "s";
    }
    if (seconds < HOUR) {
      return two(seconds / MINUTE, "m", seconds % MINUTE, "s");
    }
    if (seconds < DAY) {
      return two(seconds / HOUR, "h", seconds % HOUR / MINUTE, "m");
    }
    return seconds < MANY_DAYS
        ? two(seconds / DAY, "d", seconds % DAY / HOUR, "h")
        : seconds / DAY + "d";
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + unit + (small < 10 ? "0" : "") + small + smallUnit;
  }

  /** {@code 0}, {@code 999}, {@code 1.5K}, {@code 12K}, {@code 3.0G}: by 1024. */
  public static String bytes(double amount) {
    if (amount < STEP) {
      return Long.toString((long) amount);
    }
    double left = amount;
    int unit = -1;
    while (left >= STEP && unit < UNITS.length() - 1) {
      left /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, left < TEN ? "%.1f" : "%.0f", left) + UNITS.charAt(unit);
  }

  /** {@code 1 connection}, {@code 1,234 connections}. */
  public static String counted(long count, String what) {
    return String.format(Locale.ROOT, "%,d", count) + " " + what + (count == 1 ? "" : "s");
  }
}
