package dev.sshpulse.host;

/** A pattern of glob(7) for one name in a path: {@code *}, {@code ?}, {@code […]}, a backslash. */
final class Glob {
  private final String pattern;

  /** Where what stands for one character ends; set by {@link #matchesOne}. */
  private int next;

  Glob(String pattern) {
    this.pattern = pattern;
  }

  boolean hasWildcards() {
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*' || c == '?' || c == '[') {
        return true;
      }
      if (c == '\\') {
        i++;
      }
    }
    return false;
  }

  /** The one name that a pattern without wildcards matches. */
  String literal() {
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      boolean escapes = pattern.charAt(i) == '\\' && i + 1 < pattern.length();
      literal.append(pattern.charAt(escapes ? ++i : i));
    }
    return literal.toString();
  }

  /**
   * Whether the whole name matches. A star that took too little takes one more and all after it is
   * tried again; only the last star need be, so the time is that of both lengths multiplied.
   */
  boolean matches(String name) {
    if (name.startsWith(".") && !pattern.startsWith(".")) {
      return false; // no wildcard stands for a leading dot
    }
    int inPattern = 0;
    int inName = 0;
    int afterStar = -1;
    int retry = 0;
    while (inName < name.length()) {
      if (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
        afterStar = ++inPattern;
        retry = inName;
      } else if (matchesOne(inPattern, name.charAt(inName))) {
        inPattern = next;
        inName++;
      } else if (afterStar >= 0) {
        inPattern = afterStar;
        inName = ++retry;
      } else {
        return false;
      }
    }
    return onlyStars(inPattern);
  }

  private boolean onlyStars(int from) {
    for (int i = from; i < pattern.length(); i++) {
      if (pattern.charAt(i) != '*') {
        return false;
      }
    }
    return true;
  }

  private boolean matchesOne(int at, char c) {
    next = at + 1;
    if (at == pattern.length()) {
      return false;
    }
    char p = pattern.charAt(at);
    int closing = p == '[' ? closing(at) : -1;
    if (closing > 0) {
      next = closing + 1;
      return inSet(at + 1, closing, c);
    }
    if (p == '\\' && next < pattern.length()) {
      return pattern.charAt(next++) == c;
    }
    return p == '?' || p == c;
  }

  /** A bracket that comes first, perhaps behind a negation, is one of the set. */
  private int closing(int opening) {
    int first = opening + (isNegated(opening + 1) ? 2 : 1);
    return pattern.indexOf(']', first + 1);
  }

  private boolean isNegated(int at) {
    return at < pattern.length() && (pattern.charAt(at) == '!' || pattern.charAt(at) == '^');
  }

  private boolean inSet(int from, int to, char c) {
    boolean negated = isNegated(from);
    for (int i = negated ? from + 1 : from; i < to; i++) {
      char low = pattern.charAt(i);
      boolean range = i + 2 < to && pattern.charAt(i + 1) == '-';
      char high = range ? pattern.charAt(i + 2) : low;
      if (c >= low && c <= high) {
        return !negated;
      }
      i += range ? 2 : 0;
    }
    return negated;
  }
}
