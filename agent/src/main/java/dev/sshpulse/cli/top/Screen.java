package dev.sshpulse.cli.top;

import dev.sshpulse.cli.agents.Amounts;
import dev.sshpulse.cli.agents.Connection;
import dev.sshpulse.cli.agents.Report;
import dev.sshpulse.cli.agents.Worry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is drawn: from answers and wishes to lines, and nothing else. */
final class Screen {

  /** Below the table: two lines on the selected row, and the keys. */
  private static final int BELOW = 3;

  private final View view;
  private final int width;
  private final int height;

  Screen(View view, int width, int height) {
    this.view = view;
    this.width = width;
    this.height = height;
  }

  /** As many lines as the terminal has. */
  List<Line> lines(List<Poll> latest) {
    List<Poll> polls = view.frozen() == null ? latest : view.frozen();
    if (view.showsHelp()) {
      return filled(Help.lines(), Line.of(Paint.FAINT, "? or Esc: back   q quit"));
    }
    Head head = new Head(polls, width);
    // A low terminal shows less of the head, and some of the table always.
    List<Line> lines = new ArrayList<>(head.lines(view.frozen() != null));
    int mostOfHead = Math.max(2, height / 2);
    while (lines.size() > mostOfHead) {
      lines.remove(lines.size() - 1);
    }
    lines.add(new Line());
    List<Connection> all = connections(polls);
    List<Connection> rows = view.rows(all);
    table(lines, Table.of(columns(polls, head), width), rows);
    List<Line> below = below(rows, all.size());
    while (lines.size() < height - below.size()) {
      lines.add(new Line());
    }
    lines.addAll(below);
    return lines.subList(0, Math.min(height, lines.size()));
  }

  /** All of it, for those who have no terminal. */
  List<Line> text(List<Poll> polls) {
    Head head = new Head(polls, width);
    List<Line> lines = new ArrayList<>(head.lines(false));
    Table table = Table.of(columns(polls, head), width);
    lines.add(new Line());
    lines.add(table.header(""));
    view.rows(connections(polls)).forEach(row -> lines.add(table.row(row, false)));
    return lines;
  }

  private List<Line> filled(List<Line> above, Line last) {
    List<Line> lines = new ArrayList<>(above.subList(0, Math.min(above.size(), height - 1)));
    while (lines.size() < height - 1) {
      lines.add(new Line());
    }
    lines.add(last);
    return lines;
  }

  private List<Connection> connections(List<Poll> polls) {
    Function<Report, List<Connection>> which = view.showsEndings() ? Report::endings : Report::live;
    return polls.stream().flatMap(poll -> which.apply(poll.now()).stream()).toList();
  }

  private List<Column> columns(List<Poll> polls, Head head) {
    boolean several = polls.size() > 1;
    return view.showsEndings() ? Columns.ended(several, head.at()) : Columns.live(several);
  }

  private void table(List<Line> lines, Table table, List<Connection> rows) {
    lines.add(table.header(view.order().column()));
    int room = Math.max(1, height - lines.size() - BELOW);
    view.room(room);
    int end = Math.min(rows.size(), view.top() + room);
    for (int i = view.top(); i < end; i++) {
      lines.add(table.row(rows.get(i), i == view.selected()));
    }
    if (rows.isEmpty()) {
      lines.add(Line.of(Paint.FAINT, nothing()));
    }
  }

  private String nothing() {
    if (!view.filter().isEmpty()) {
      return "nothing matches '" + view.filter() + "'; Esc shows all";
    }
    return view.showsEndings() ? "none has ended yet" : "no SSH connection is open";
  }

  private List<Line> below(List<Connection> rows, int all) {
    List<Line> lines = new ArrayList<>();
    Connection selected = rows.isEmpty() ? null : rows.get(view.selected());
    for (String line : Line.wrapped(details(selected), width, 2)) {
      lines.add(Line.of(Paint.FAINT, line));
    }
    if (lines.size() < 2) {
      lines.add(0, new Line());
    }
    lines.add(keys(rows.size(), all));
    return lines;
  }

  private Line keys(int shown, int all) {
    if (view.isTyping()) {
      return new Line()
          .add(Paint.TITLE, "/" + view.filter() + "_")
          .add("   " + shown + " of " + all + "   Enter keeps, Esc clears");
    }
    String by = view.order().name().toLowerCase(Locale.ROOT);
    Line line =
        new Line()
            .add(Paint.TITLE, view.showsEndings() ? "endings" : "live")
            .add(" " + position(shown, all) + " by " + by + (view.isReversed() ? " reversed" : ""))
            .add(view.filter().isEmpty() ? "" : "  filter: " + view.filter());
    for (String hint : hints()) {
      line.add(Paint.FAINT, line.length() + hint.length() + 2 > width ? "" : "  " + hint);
    }
    return line;
  }

  /** The more often they are needed the further to the front; those without room are left out. */
  private List<String> hints() {
    return List.of(
        "? help",
        "q quit",
        "/ filter",
        view.showsEndings() ? "e live" : "e endings",
        "space pause",
        "sort: w a s b p r");
  }

  private String position(int shown, int all) {
    String of = shown == all ? String.valueOf(all) : shown + " of " + all;
    return shown == 0 ? of : (view.selected() + 1) + "/" + of;
  }

  /** All that is known of one, for a table has no room for it. */
  private String details(@Nullable Connection one) {
    if (one == null) {
      return "";
    }
    String between = between(one) + ", " + Amounts.seconds(one.ageSeconds()) + " old";
    if (!view.showsEndings()) {
      return between
          + (one.seenFromTheMiddle() ? " at least (it was open before anybody looked)" : "")
          + ": "
          + Worry.words(one.facts());
    }
    return between
        + ": "
        + one.facts().text("cause")
        + ". "
        + one.facts().text("look_first")
        + " A new connection: "
        + one.facts().text("retry")
        + ".";
  }

  private static String between(Connection one) {
    String ends = one.peer().isEmpty() ? "" : " " + one.facts().text("local") + " - " + one.peer();
    return one.facts().text("side") + " " + one.facts().text("id") + ends;
  }

  /** What a filter looks at. */
  static String text(Connection one, boolean ended) {
    String state = ended ? one.facts().text("cause") : Worry.words(one.facts());
    return String.join(
            " ",
            one.target().place(),
            one.facts().text("side"),
            one.peer(),
            one.facts().text("local"),
            one.speaker(),
            state,
            one.facts().text("turn"))
        .toLowerCase(Locale.ROOT);
  }
}
