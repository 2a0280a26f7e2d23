package dev.sshpulse.web;

import dev.sshpulse.config.OneLine;
import java.util.regex.Pattern;

/**
 * What of the file a message may show. A key or a password that stands in the wrong place, for want
 * of a space or by an underscore too many, is still a secret.
 */
final class Quotable {
  /** As long as the longest name of a cipher suite, and shorter than a line of PEM. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.@-]{1,50}");

  /**
   * PEM; or its base64 without a line break, which no path from the root begins as, and no other is
   * so long without a dot, a hyphen or an underscore.
   */
  private static final Pattern SECRET =
      Pattern.compile("-----|[\\p{Cntrl}\\u2028\\u2029]|^[^/].*[A-Za-z0-9+/=]{48}");

  private Quotable() {}

  static boolean isWord(String text) {
    return WORD.matcher(text).matches();
  }

  /** One of a few words, in quotation marks. */
  static String word(String text) {
    return isWord(text) ? "'" + text + "'" : "what stands there";
  }

  static String path(String path) {
    return SECRET.matcher(path).find() ? "what stands there" : OneLine.of(path);
  }
}
