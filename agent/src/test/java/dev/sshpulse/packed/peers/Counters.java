package dev.sshpulse.packed.peers;

import dev.sshpulse.packed.Scrape;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which series of {@code ssh_*} and {@code socket_*} changed between two scrapes.
 *
 * <p>Counters, how much each histogram counted, and the gauges of what is open. Not what depends on
 * how fast a machine is: sums and buckets, and the other gauges, which are looked at twice a
 * second.
 */
final class Counters {
  private static final Pattern RECORDED =
      Pattern.compile("((?:ssh|socket)_\\w+_(?:total|count)|ssh_active_\\w+)(\\{.*})?");

  private final Map<String, Double> before;

  private Counters(Scrape before) {
    this.before = before.series();
  }

  static Counters before(Scrape scrape) {
    return new Counters(scrape);
  }

  /**
   * Each change as {@code <series> <difference>}, sorted; {@code some} for bytes, whose number is
   * the peer's business.
   */
  List<String> changes(Scrape after) {
    return after.series().entrySet().stream()
        .filter(entry -> RECORDED.matcher(entry.getKey()).matches())
        .filter(entry -> difference(entry) != 0)
        .map(entry -> entry.getKey() + " " + amount(entry))
        .sorted()
        .toList();
  }

  private double difference(Map.Entry<String, Double> after) {
    return after.getValue() - before.getOrDefault(after.getKey(), 0.0);
  }

  private String amount(Map.Entry<String, Double> after) {
    Matcher series = RECORDED.matcher(after.getKey());
    double difference = difference(after);
    boolean bytes = series.matches() && series.group(1).endsWith("_bytes_total");
    return bytes && difference > 0 ? "some" : "%+d".formatted((long) difference);
  }
}
