package dev.sshpulse.stack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of Prometheus as a panel has it, Grafana's variables included: what it selects, and
 * within which calls. Reads all of PromQL but subqueries and the {@code @} modifier, which no panel
 * needs; whether Prometheus itself agrees is another test's.
 */
final class PromQuery {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<name>[A-Za-z_:][\\w:]*)|(?<string>\"(?:[^\"\\\\]|\\\\.)*\")"
              + "|(?<span>\\$\\w+|\\d+(?:ms|[smhdwy]))|(?<number>\\d+(?:\\.\\d+)?)"
              + "|(?<sign>=~|!~|!=|==|<=|>=|[-+*/%^<>=(){}\\[\\],]))");
  private static final Set<String> OPERATORS =
      Set.of("+", "-", "*", "/", "%", "^", "==", "!=", "<", "<=", ">", ">=", "and", "or", "unless");
  private static final Set<String> LABEL_LISTS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

  /** One condition, for example {@code job=~"$job"}. */
  record Condition(String label, String operator, String value) {}

  /**
   * One choice of series.
   *
   * @param range what stands in brackets behind it; empty where nothing does
   * @param calls around it, the innermost first
   */
  record Selector(String metric, List<Condition> conditions, String range, List<String> calls) {
    String call() {
      return calls.isEmpty() ? "" : calls.get(0);
    }
  }

  private final String query;
  private final List<String> tokens = new ArrayList<>();
  private final List<Selector> selectors = new ArrayList<>();
  private final Deque<String> calls = new ArrayDeque<>();
  private int at;

  private PromQuery(String query) {
    this.query = query;
  }

  /** What it selects; an {@link IllegalArgumentException} says where it is not PromQL. */
  static List<Selector> selectors(String query) {
    PromQuery parsed = new PromQuery(query);
    parsed.split();
    parsed.expression();
    if (!parsed.next().isEmpty()) {
      throw parsed.unexpected();
    }
    return parsed.selectors;
  }

  private void split() {
    Matcher token = TOKEN.matcher(query.strip());
    int end = 0;
    while (end < query.strip().length()) {
      if (!token.find(end) || token.start() != end) {
        throw new IllegalArgumentException("not PromQL from position " + end + ": " + query);
      }
      tokens.add(token.group().strip());
      end = token.end();
    }
  }

  private void expression() {
    operand();
    while (OPERATORS.contains(next())) {
      at++;
      takeIf("bool");
      labelLists();
      operand();
    }
  }

  private void operand() {
    takeIf("-");
    String token = next();
    if (token.equals("(")) {
      inParentheses("");
    } else if (token.matches("\\d.*")) {
      at++;
    } else if (token.equals("{") || isName(token)) {
      named();
    } else {
      throw unexpected();
    }
    offset();
  }

  private void named() {
    String name = next().equals("{") ? "" : take();
    labelLists();
    if (next().equals("(")) {
      inParentheses(name);
      labelLists();
    } else {
      List<Condition> conditions = next().equals("{") ? conditions() : List.of();
      selectors.add(new Selector(name, conditions, range(), List.copyOf(calls)));
    }
  }

  private void inParentheses(String call) {
    take("(");
    if (!call.isEmpty()) {
      calls.push(call);
    }
    do {
      argument();
    } while (takeIf(","));
    if (!call.isEmpty()) {
      calls.pop();
    }
    take(")");
  }

  private void argument() {
    if (next().startsWith("\"")) {
      at++;
    } else {
      expression();
    }
  }

  private void labelLists() {
    while (LABEL_LISTS.contains(next())) {
      at++;
      if (takeIf("(")) {
        while (!takeIf(")")) {
          name();
          takeIf(",");
        }
      }
    }
  }

  private List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    take("{");
    while (!takeIf("}")) {
      String label = name();
      String operator = take();
      String value = take();
      if (!Set.of("=", "!=", "=~", "!~").contains(operator) || !value.startsWith("\"")) {
        throw unexpected();
      }
      conditions.add(new Condition(label, operator, value.substring(1, value.length() - 1)));
      takeIf(",");
    }
    return conditions;
  }

  private String range() {
    if (!takeIf("[")) {
      return "";
    }
    String range = span();
    take("]");
    return range;
  }

  private void offset() {
    if (takeIf("offset")) {
      span();
    }
  }

  private String span() {
    if (!next().matches("\\$\\w+|\\d+(ms|[smhdwy])")) {
      throw unexpected();
    }
    return take();
  }

  private String name() {
    if (!isName(next())) {
      throw unexpected();
    }
    return take();
  }

  private static boolean isName(String token) {
    return token.matches("[A-Za-z_:][\\w:]*");
  }

  private String next() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String take() {
    if (at == tokens.size()) {
      throw unexpected();
    }
    return tokens.get(at++);
  }

  private void take(String wanted) {
    if (!takeIf(wanted)) {
      throw unexpected();
    }
  }

  private boolean takeIf(String wanted) {
    boolean there = next().equals(wanted);
    at += there ? 1 : 0;
    return there;
  }

  private IllegalArgumentException unexpected() {
    String what = next().isEmpty() ? "its end" : "'" + next() + "'";
    return new IllegalArgumentException("PromQL does not expect " + what + " here: " + query);
  }
}
