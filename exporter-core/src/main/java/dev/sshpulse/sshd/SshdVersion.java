package dev.sshpulse.sshd;

import org.jspecify.annotations.Nullable;

/**
 * A version of OpenSSH.
 *
 * @param major 9 in {@code OpenSSH_9.2p1}
 * @param minor 2 in {@code OpenSSH_9.2p1}
 */
public record SshdVersion(int major, int minor) {
  private static final String NAME = "OpenSSH_";
  private static final String ON_WINDOWS = "for_Windows_";

  /** More is no version, and might not fit an int. */
  private static final int MOST_DIGITS = 4;

  /**
   * The first version that a text names: what {@code sshd -V} or {@code ssh -V} prints, which in
   * versions that do not know {@code -V} is their usage, or an identification string.
   *
   * @return null where it names none, or that of another program
   */
  public static @Nullable SshdVersion in(String text) {
    int name = text.indexOf(NAME);
    if (name < 0) {
      return null;
    }
    int from = name + NAME.length();
    int major = text.startsWith(ON_WINDOWS, from) ? from + ON_WINDOWS.length() : from;
    int dot = afterDigits(text, major);
    int end = dot < text.length() && text.charAt(dot) == '.' ? afterDigits(text, dot + 1) : dot;
    return isNumber(major, dot) && isNumber(dot + 1, end)
        ? new SshdVersion(
            Integer.parseInt(text, major, dot, 10), Integer.parseInt(text, dot + 1, end, 10))
        : null;
  }

  /**
   * The version that a person states: as {@code 9.2}, or as OpenSSH itself says it.
   *
   * @throws IllegalArgumentException if that is none; the message says what is expected
   */
  public static SshdVersion stated(String text) {
    SshdVersion said = in(text);
    SshdVersion version = said == null ? in(NAME + text.strip()) : said;
    if (version == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is no version of OpenSSH: one such as 9.2 is expected");
    }
    return version;
  }

  private static int afterDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean isNumber(int from, int to) {
    return to > from && to - from <= MOST_DIGITS;
  }

  /** Whether it is this one or a later one. */
  public boolean isFrom(int major, int minor) {
    return this.major != major ? this.major > major : this.minor >= minor;
  }

  /** As in {@code 9.2}. */
  @Override
  public String toString() {
    return major + "." + minor;
  }
}
