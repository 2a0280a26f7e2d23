package dev.sshpulse.config;

import java.util.Map;

/**
 * Environment variables in a file's values: <code>${NAME}</code>, or <code>${NAME:-default}</code>
 * where the variable may be unset or empty.
 */
final class Substitution {
  private static final String OPEN = "${";
  private static final String OTHERWISE = ":-";

  private Substitution() {}

  /**
   * Puts the variables in; what is put in is not searched again.
   *
   * @throws IllegalArgumentException when one is not set, or a brace is missing
   */
  static String in(String text, Map<String, String> environment) {
    StringBuilder result = new StringBuilder(text.length());
    int end = 0;
    int open = text.indexOf(OPEN);
    while (open >= 0) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("${ without its }");
      }
      String reference = text.substring(open + OPEN.length(), close);
      result.append(text, end, open).append(valueOf(reference, environment));
      end = close + 1;
      open = text.indexOf(OPEN, end);
    }
    return result.append(text, end, text.length()).toString();
  }

  private static String valueOf(String reference, Map<String, String> environment) {
    int otherwise = reference.indexOf(OTHERWISE);
    String name = otherwise < 0 ? reference : reference.substring(0, otherwise);
    String value = environment.get(name);
    if (value != null && !value.isEmpty()) {
      return value;
    }
    if (otherwise < 0) {
      throw new IllegalArgumentException(
          "environment variable " + OneLine.of(name) + " is not set");
    }
    return reference.substring(otherwise + OTHERWISE.length());
  }
}
