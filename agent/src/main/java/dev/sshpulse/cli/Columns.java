package dev.sshpulse.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of words, one below the other. */
final class Columns {
  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();

  Columns add(String... words) {
    lines.add(List.of(words));
    return this;
  }

  /** All but the last of a line are as wide as the widest of their column. */
  List<String> lines() {
    return lines.stream().map(this::line).toList();
  }

  private String line(List<String> words) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < words.size(); column++) {
      line.append(words.get(column));
      if (column < words.size() - 1) {
        line.append(" ".repeat(width(column) - words.get(column).length())).append(GAP);
      }
    }
    return line.toString();
  }

  private int width(int column) {
    return lines.stream()
        .filter(words -> column < words.size())
        .mapToInt(words -> words.get(column).length())
        .max()
        .orElse(0);
  }
}
