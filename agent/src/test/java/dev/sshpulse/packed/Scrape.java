package dev.sshpulse.packed;

import java.util.HashMap;
import java.util.Map;

/** What {@code /metrics} said: values by series, labels in the order in which they are exposed. */
public record Scrape(Map<String, Double> series) {

  public static Scrape of(String text) {
    Map<String, Double> series = new HashMap<>();
    for (String line : text.split("\n")) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
      }
    }
    return new Scrape(series);
  }

  /**
   * The value of a series, as in {@code ssh_active_connections{side="server"}}; fails if it is not
   * there.
   */
  public double value(String name) {
    Double value = series.get(name);
    if (value == null) {
      throw new AssertionError(name + " is not among " + series.keySet());
    }
    return value;
  }

  /** {@code socket_io_errors_total} of these labels. */
  public double errors(String protocol, String operation, String error) {
    return value(
        "socket_io_errors_total{error=\"%s\",operation=\"%s\",protocol=\"%s\"}"
            .formatted(error, operation, protocol));
  }

  /** The sum over all series of a metric. */
  public double sum(String metric) {
    return series.entrySet().stream()
        .filter(entry -> entry.getKey().equals(metric) || entry.getKey().startsWith(metric + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
