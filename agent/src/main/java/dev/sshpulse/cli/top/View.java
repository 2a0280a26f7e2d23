package dev.sshpulse.cli.top;

import dev.sshpulse.cli.agents.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What its user wants to see; keys change it. */
final class View {

  private boolean endings;
  private boolean help;
  private boolean typing;
  private boolean quit;
  private boolean reversed;

  private Order order = Order.WORRY;

  private String filter = "";
  private int selected;
  private int page = 1;

  /** What is shown while nothing moves; null unless paused. */
  private @Nullable List<Poll> frozen;

  /** Obeys a key. */
  void press(Key key, String typed, List<Poll> polls) {
    if (typing && type(key, typed)) {
      return;
    }
    switch (key) {
      case BY_WORRY -> sort(endings ? Order.NEWEST : Order.WORRY);
      case BY_AGE -> sort(Order.AGE);
      case BY_SILENCE -> sort(Order.SILENCE);
      case BY_BYTES -> sort(Order.BYTES);
      case BY_PEER -> sort(Order.PEER);
      case REVERSE -> reversed = !reversed;
      case FILTER -> typing = true;
      case PAUSE -> frozen = frozen == null ? polls : null;
      case ENDINGS -> show(!endings);
      case HELP -> help = !help;
      case ESCAPE -> escape();
      case QUIT -> quit();
      default -> move(key);
    }
  }

  private void move(Key key) {
    switch (key) {
      case UP -> selected--;
      case DOWN -> selected++;
      case PAGE_UP -> selected -= page;
      case PAGE_DOWN -> selected += page;
      case FIRST -> selected = 0;
      case LAST -> selected = Integer.MAX_VALUE - page;
      default -> {} // nothing is bound to it
    }
  }

  /** Whether the key was of the filter. */
  private boolean type(Key key, String typed) {
    switch (key) {
      case TEXT -> filter(filter + typed);
      case ERASE -> filter(filter.substring(0, Math.max(0, filter.length() - 1)));
      case ENTER -> typing = false;
      case ESCAPE -> escape();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void filter(String text) {
    filter = text;
    selected = 0;
  }

  /** Back to how it was, one step at a time. */
  private void escape() {
    if (help) {
      help = false;
    } else {
      typing = false;
      filter("");
    }
  }

  private void show(boolean endings) {
    this.endings = endings;
    sort(endings ? Order.NEWEST : Order.WORRY);
  }

  private void sort(Order order) {
    this.order = order;
    reversed = false;
    selected = 0;
  }

  void quit() {
    quit = true;
  }

  /** The rows that pass the filter, in order; none of them is formatted yet. */
  List<Connection> rows(List<Connection> all) {
    String wanted = filter.toLowerCase(Locale.ROOT);
    List<Connection> rows =
        new ArrayList<>(
            all.stream()
                .filter(one -> wanted.isEmpty() || Screen.text(one, endings).contains(wanted))
                .sorted(order.comparator())
                .toList());
    if (reversed) {
      Collections.reverse(rows);
    }
    selected = Math.max(0, Math.min(selected, rows.size() - 1));
    return rows;
  }

  /** How many rows there is room for. */
  void room(int rows) {
    page = Math.max(1, rows);
  }

  /** The first row to draw, so that the selected one is among them. */
  int top() {
    return selected / page * page;
  }

  int selected() {
    return selected;
  }

  boolean showsEndings() {
    return endings;
  }

  boolean showsHelp() {
    return help;
  }

  boolean isTyping() {
    return typing;
  }

  boolean isOver() {
    return quit;
  }

  Order order() {
    return order;
  }

  boolean isReversed() {
    return reversed;
  }

  String filter() {
    return filter;
  }

  @Nullable List<Poll> frozen() {
    return frozen;
  }
}
