package dev.sshpulse.sshd;

import org.jspecify.annotations.Nullable;

/**
 * What sshd said, without what its {@code log.c} and its monitor put around it.
 *
 * @param fatal whether the process ended with it; never known of a line without prefix
 * @param before whether the process that had not let anybody in yet said it
 */
record Message(String text, boolean fatal, boolean before) {
  private static final String FATAL = "fatal: ";
  private static final String ERROR = "error: ";
  private static final String PREAUTH = " [preauth]";
  private static final String POSTAUTH = " [postauth]";

  static Message of(String text) {
    boolean fatal = text.startsWith(FATAL);
    String said = without(fatal ? FATAL : ERROR, text);
    boolean before = said.endsWith(PREAUTH);
    String suffix = before ? PREAUTH : POSTAUTH;
    String bare = said.endsWith(suffix) ? said.substring(0, said.length() - suffix.length()) : said;
    return new Message(bare, fatal, before);
  }

  private static String without(String prefix, String text) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  /** What follows these words at the beginning; null if it does not begin with them. */
  @Nullable String after(String words) {
    return text.startsWith(words) ? text.substring(words.length()) : null;
  }
}
