package dev.sshpulse.sshd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of sshd_config that says something: {@code Keyword value …} or {@code Keyword=value …}.
 *
 * @param arguments without their quotes, and without a comment behind them
 */
record ConfigLine(String keyword, List<String> arguments) {
  private static final String WHITESPACE = " \t\r\n\f";

  /**
   * Takes a line apart as sshd does.
   *
   * @return null for one that is empty or a comment
   * @throws IllegalArgumentException if sshd would refuse it, whatever its keyword
   */
  static @Nullable ConfigLine of(String text) {
    String line = stripped(text);
    if (line.isEmpty() || line.charAt(0) == '#') {
      return null;
    }
    int end = endOfKeyword(line);
    String keyword = line.substring(0, end).replace("\"", "");
    List<String> arguments = Arguments.of(line, startOfArguments(line, end));
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a value is missing");
    }
    return new ConfigLine(keyword, arguments);
  }

  private static String stripped(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && WHITESPACE.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && WHITESPACE.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }

  /** A keyword may stand in quotes, though nobody does that. */
  private static int endOfKeyword(String line) {
    int closing = line.charAt(0) == '"' ? line.indexOf('"', 1) : -1;
    if (closing > 0) {
      return closing + 1;
    }
    int at = 0;
    while (at < line.length() && line.charAt(at) != '=' && !isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Behind blanks with at most one equals sign among them. */
  private static int startOfArguments(String line, int end) {
    int at = afterBlanks(line, end);
    return at < line.length() && line.charAt(at) == '=' ? afterBlanks(line, at + 1) : at;
  }

  private static int afterBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(char c) {
    return WHITESPACE.indexOf(c) >= 0;
  }

  /** Words with either kind of quotes, a backslash before what would be one, and a comment. */
  private static final class Arguments {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private int at;

    private Arguments(String line, int from) {
      this.line = line;
      at = from;
    }

    static List<String> of(String line, int from) {
      Arguments arguments = new Arguments(line, from);
      arguments.split();
      return List.copyOf(arguments.words);
    }

    private void split() {
      for (; at < line.length() && line.charAt(at) != '#'; at++) {
        if (!isSeparator(line.charAt(at))) {
          words.add(word());
        }
      }
    }

    private String word() {
      StringBuilder word = new StringBuilder();
      char quote = 0;
      for (; at < line.length(); at++) {
        char c = line.charAt(at);
        if (c == '\\' && isEscaped(quote)) {
          word.append(line.charAt(++at));
        } else if (quote == 0 && isSeparator(c)) {
          break;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      }
      if (quote != 0) {
        throw new IllegalArgumentException("a quote is not closed");
      }
      return word.toString();
    }

    private boolean isEscaped(char quote) {
      char next = at + 1 < line.length() ? line.charAt(at + 1) : 0;
      return next == '"' || next == '\'' || next == '\\' || (next == ' ' && quote == 0);
    }

    private static boolean isSeparator(char c) {
      return c == ' ' || c == '\t';
    }
  }
}
