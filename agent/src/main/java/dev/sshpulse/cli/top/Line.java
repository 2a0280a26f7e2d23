package dev.sshpulse.cli.top;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** A line of the screen, of parts; ASCII, for a terminal may know no more. */
final class Line {

  /** Stands where something was cut off. */
  private static final String CUT = "~";

  private record Part(Paint paint, String text) {}

  private final List<Part> parts = new ArrayList<>();

  static Line of(Paint paint, String text) {
    return new Line().add(paint, text);
  }

  Line add(Paint paint, String text) {
    parts.add(new Part(paint, text));
    return this;
  }

  Line add(String text) {
    return add(Paint.PLAIN, text);
  }

  /** Fills up to this column. */
  Line fillTo(int column, Paint paint) {
    return add(paint, " ".repeat(Math.max(0, column - length())));
  }

  int length() {
    return parts.stream().mapToInt(part -> part.text.length()).sum();
  }

  AttributedString drawn(int width, boolean colours) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    int left = width;
    for (Part part : parts) {
      String text = fitted(part.text, left);
      left -= text.length();
      line.styled(part.paint.style(colours), text);
    }
    return line.toAttributedString();
  }

  /** Cut to a width, with a sign that it is. */
  static String fitted(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    return width <= 0 ? "" : text.substring(0, width - 1) + CUT;
  }

  /** In lines of this width, broken between words; what does not go into so many is cut. */
  static List<String> wrapped(String text, int width, int most) {
    List<String> lines = new ArrayList<>();
    String left = text;
    while (left.length() > width && lines.size() < most - 1) {
      int at = left.lastIndexOf(' ', width);
      int end = at <= 0 ? width : at;
      lines.add(left.substring(0, end));
      left = left.substring(end).strip();
    }
    lines.add(fitted(left, width));
    return lines;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.text));
    return text.toString().stripTrailing();
  }
}
