package dev.sshpulse.sshd;

/** Questions about pieces of a line, for which a regular expression would be slow to go wrong. */
final class Text {
  private Text() {}

  /** Whether it consists of digits, at least one. */
  static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> isBetween('0', c, '9'));
  }

  /** Whether it is a name as functions in C have: {@code ssh_dispatch_run_fatal}. */
  static boolean isFunction(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c == '_' || isBetween('a', c, 'z') || isBetween('0', c, '9'));
  }

  /** Whether it consists of English words, as sshd's own descriptions of an operation do. */
  static boolean isPlain(String text) {
    return text.chars()
        .allMatch(c -> c == ' ' || c == '_' || isBetween('a', c, 'z') || isBetween('A', c, 'Z'));
  }

  private static boolean isBetween(char from, int c, char to) {
    return c >= from && c <= to;
  }
}
