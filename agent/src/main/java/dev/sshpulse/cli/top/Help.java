package dev.sshpulse.cli.top;

import java.util.List;

/** The page behind the question mark. */
final class Help {

  private static final String TEXT =
      """
      Keys
        w a s b p   sort by worry, age, silence, bytes, peer;  r reverses
        e           endings and what caused them, or back to what lives
        /           filter by any text of a row: Enter keeps it, Esc clears it
        space       pause, and go on
        arrows, PgUp, PgDn, Home, End    choose a row; below is all about it
        q, Ctrl-C   quit

      Columns
        SPEAKS      the library in the JVM, or the process
        AGE         since it was opened;  12s+  was open before anybody looked
        SILENT      since a byte last moved; of an ending, before it failed
        STATE       the worst first:
          no answer       what was sent is not answered: half open, perhaps dead
          write blocked   a thread of the application waits for that
          peer closed     the peer has hung up, and this side has not
          no keepalive, keepalive too slow, keepalive not enforced
                          it would not notice if its path died silently
        CAUSE, TURN what killed it, and whose turn it is to act
      """;

  private Help() {}

  static List<Line> lines() {
    return TEXT.lines()
        .map(line -> Line.of(line.startsWith(" ") ? Paint.PLAIN : Paint.TITLE, line))
        .toList();
  }
}
