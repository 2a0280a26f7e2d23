package dev.sshpulse.host;

/**
 * Text of somebody else, made fit to be shown: a process may call itself anything, as line feeds,
 * terminal sequences, text from right to left.
 */
public final class HarmlessText {
  private HarmlessText() {}

  /**
   * The text without what a terminal would obey.
   *
   * @param instead stands in the place of each such character
   */
  public static String of(String text, char instead) {
    StringBuilder harmless = new StringBuilder(text.length());
    text.codePoints().map(c -> isHarmless(c) ? c : instead).forEach(harmless::appendCodePoint);
    return harmless.toString();
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
