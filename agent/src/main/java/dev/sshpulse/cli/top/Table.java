package dev.sshpulse.cli.top;

import dev.sshpulse.cli.agents.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Columns as a width has room for them. Formats a row when it is asked for, and no other. */
final class Table {

  private final List<Column> columns;
  private final List<Integer> widths = new ArrayList<>();
  private final int width;

  private Table(List<Column> columns, int width) {
    this.columns = columns;
    this.width = width;
    columns.forEach(column -> widths.add(column.width()));
    int room = width - needed(columns);
    for (Column column : byImportance(columns)) {
      int more = Math.max(0, Math.min(room, column.most() - column.width()));
      room -= more;
      widths.set(columns.indexOf(column), column.width() + more);
    }
  }

  private static List<Column> byImportance(List<Column> columns) {
    return columns.stream().sorted(Comparator.comparingInt(Column::importance).reversed()).toList();
  }

  /** Leaves out what has no room. */
  static Table of(List<Column> all, int width) {
    List<Column> columns = new ArrayList<>(all);
    while (columns.size() > 1 && needed(columns) > width) {
      columns.remove(columns.stream().min(Comparator.comparingInt(Column::importance)).get());
    }
    return new Table(columns, width);
  }

  private static int needed(List<Column> columns) {
    return columns.stream().mapToInt(Column::width).sum() + columns.size() - 1;
  }

  Line header(String sorted) {
    Line line = new Line();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String title = column.cell(column.title(), widths.get(i));
      line.add(column.title().equals(sorted) ? Paint.SELECTED : Paint.HEADER, title);
      line.add(Paint.HEADER, i + 1 < columns.size() ? " " : "");
    }
    return line.fillTo(width, Paint.HEADER);
  }

  Line row(Connection connection, boolean selected) {
    Line line = new Line();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      String text = column.cell(column.text().apply(connection), widths.get(i));
      line.add(selected ? Paint.SELECTED : column.paint().apply(connection), text);
      line.add(selected ? Paint.SELECTED : Paint.PLAIN, i + 1 < columns.size() ? " " : "");
    }
    return selected ? line.fillTo(width, Paint.SELECTED) : line;
  }
}
