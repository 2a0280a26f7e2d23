package dev.sshpulse.config;

/**
 * A user's text, fit to be quoted within one line: bounded, and with nothing that would move the
 * cursor, end the line or turn the direction of writing.
 */
public final class OneLine {
  private static final int MOST_CHARACTERS = 200;

  private OneLine() {}

  /** At most 200 characters of it; what is not plain is a question mark. */
  public static String of(String text) {
    int length = Math.min(text.length(), MOST_CHARACTERS);
    StringBuilder line = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      line.append(isPlain(c) ? c : '?');
    }
    return length < text.length() ? line.append("...").toString() : line.toString();
  }

  private static boolean isPlain(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
