package dev.sshpulse.cli.top;

import dev.sshpulse.cli.agents.Connection;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param width at least
 * @param most that it grows to where there is room
 * @param importance the least important are left out first where room is scarce
 */
record Column(
    String title,
    int width,
    int most,
    boolean right,
    int importance,
    Function<Connection, String> text,
    Function<Connection, Paint> paint) {

  static Column left(
      String title, int width, int most, int importance, Function<Connection, String> text) {
    return new Column(title, width, most, false, importance, text, any -> Paint.PLAIN);
  }

  static Column right(String title, int width, int importance, Function<Connection, String> text) {
    return new Column(title, width, width, true, importance, text, any -> Paint.PLAIN);
  }

  Column painted(Function<Connection, Paint> paint) {
    return new Column(title, width, most, right, importance, text, paint);
  }

  /** Padded or cut to a width. */
  String cell(String text, int width) {
    String fitted = Line.fitted(text, width);
    String blanks = " ".repeat(width - fitted.length());
    return right ? blanks + fitted : fitted + blanks;
  }
}
