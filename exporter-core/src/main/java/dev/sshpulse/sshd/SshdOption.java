package dev.sshpulse.sshd;

import org.jspecify.annotations.Nullable;

/** The keywords of sshd_config whose values matter here; each has one number for a value. */
enum SshdOption {
  CLIENT_ALIVE_INTERVAL("ClientAliveInterval", 0, true) {
    @Override
    long value(String text) {
      return seconds(text);
    }
  },
  CLIENT_ALIVE_COUNT_MAX("ClientAliveCountMax", 3, true) {
    @Override
    long value(String text) {
      return number(text);
    }
  },
  /** 1 for yes, 0 for no. */
  TCP_KEEP_ALIVE("TCPKeepAlive", 1, false) {
    @Override
    long value(String text) {
      return flag(text);
    }
  },
  LOGIN_GRACE_TIME("LoginGraceTime", 120, false) {
    @Override
    long value(String text) {
      return seconds(text);
    }
  };

  /** What TCPKeepAlive was called once, and still may be. */
  private static final String ALIAS = "KeepAlive";

  private static final String TIME_EXPECTED = "a time such as 90, 1m30s or 2h is expected";

  private final String keyword;
  private final long standard;
  private final boolean allowedInMatch;

  SshdOption(String keyword, long standard, boolean allowedInMatch) {
    this.keyword = keyword;
    this.standard = standard;
    this.allowedInMatch = allowedInMatch;
  }

  static @Nullable SshdOption named(String keyword) {
    for (SshdOption option : values()) {
      if (option.keyword.equalsIgnoreCase(keyword)) {
        return option;
      }
    }
    return ALIAS.equalsIgnoreCase(keyword) ? TCP_KEEP_ALIVE : null;
  }

  /**
   * What this text means to sshd.
   *
   * @throws IllegalArgumentException if nothing; the message says what is expected
   */
  abstract long value(String text);

  /** Without a line of its own. */
  long standard() {
    return standard;
  }

  /** Whether it may depend on the connection. */
  boolean allowedInMatch() {
    return allowedInMatch;
  }

  private static long flag(String text) {
    if (text.equalsIgnoreCase("yes")) {
      return 1;
    }
    if (text.equalsIgnoreCase("no")) {
      return 0;
    }
    throw new IllegalArgumentException("yes or no is expected");
  }

  private static long number(String text) {
    long number = 0;
    for (int i = 0; i < text.length() && number <= Integer.MAX_VALUE; i++) {
      char c = text.charAt(i);
      number = c < '0' || c > '9' ? Long.MAX_VALUE : number * 10 + c - '0';
    }
    if (text.isEmpty() || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a number from 0 to 2147483647 is expected");
    }
    return number;
  }

  /** The formats of sshd_config(5): numbers, each with a unit, which the last may lack. */
  private static long seconds(String text) {
    long total = 0;
    long number = -1;
    for (int i = 0; i < text.length() && total <= Integer.MAX_VALUE; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        number = Math.max(0, number) * 10 + c - '0';
        check(number);
      } else {
        check(number);
        total += number * unit(c);
        number = -1;
      }
    }
    total += Math.max(0, number);
    check(text.isEmpty() ? -1 : total);
    return total;
  }

  private static long unit(char c) {
    return switch (c) {
      case 's', 'S' -> 1;
      case 'm', 'M' -> 60;
      case 'h', 'H' -> 3600;
      case 'd', 'D' -> 86_400;
      case 'w', 'W' -> 604_800;
      default -> throw new IllegalArgumentException(TIME_EXPECTED);
    };
  }

  private static void check(long seconds) {
    if (seconds < 0 || seconds > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(TIME_EXPECTED);
    }
  }

  @Override
  public String toString() {
    return keyword;
  }
}
