package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Those metrics of a scrape that a query names, {@code ?name[]=…&name[]=…}, as Prometheus' own
 * exporters do. A name is that of a metric or of one of its samples, in either format.
 */
final class NamedMetrics {

  private static final String PARAMETER = "name[]";
  private static final String TYPE = "# TYPE ";
  private static final String END = "# EOF";

  /** What the samples of a metric are called beyond its name, by its type. */
  private static final Map<String, List<String>> SUFFIXES =
      Map.of(
          "counter", List.of("_total", "_created"),
          "histogram", List.of("_bucket", "_count", "_sum", "_created"),
          "summary", List.of("_count", "_sum", "_created"),
          "info", List.of("_info"));

  private NamedMetrics() {}

  /**
   * The names that a query asks for; none when it asks for everything.
   *
   * @param target a path, perhaps with a query
   */
  static Set<String> in(String target) {
    int query = target.indexOf('?');
    return query < 0 ? Set.of() : inQuery(target.substring(query + 1));
  }

  private static Set<String> inQuery(String query) {
    Set<String> names = new HashSet<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals >= 0 && PARAMETER.equals(decoded(parameter.substring(0, equals)))) {
        names.add(decoded(parameter.substring(equals + 1)));
      }
    }
    return names;
  }

  /** As it is where it is not encoded as it should be: then it is no name that exists. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** Their lines in the text of a scrape, in either format. */
  static String of(String scrape, Set<String> names) {
    StringBuilder kept = new StringBuilder();
    int from = 0;
    while (from < scrape.length()) {
      int to = endOfMetric(scrape, from);
      String metric = scrape.substring(from, to);
      if (isNamed(metric, names)) {
        kept.append(metric);
      }
      from = to;
    }
    return scrape.endsWith(END + "\n") ? kept.append(END).append('\n').toString() : kept.toString();
  }

  /** A metric is some lines of comment, and then its samples. */
  private static int endOfMetric(String scrape, int from) {
    boolean samples = false;
    int line = from;
    while (line < scrape.length()) {
      boolean comment = scrape.charAt(line) == '#';
      if (samples && comment) {
        return line;
      }
      samples |= !comment;
      int end = scrape.indexOf('\n', line);
      line = end < 0 ? scrape.length() : end + 1;
    }
    return line;
  }

  private static boolean isNamed(String metric, Set<String> names) {
    int at = metric.startsWith(TYPE) ? 0 : metric.indexOf("\n" + TYPE) + 1;
    if (!metric.startsWith(TYPE, at)) {
      return false;
    }
    String line = metric.substring(at + TYPE.length(), metric.indexOf('\n', at));
    int space = line.indexOf(' ');
    return isNamed(line.substring(0, space), line.substring(space + 1), names);
  }

  private static boolean isNamed(String metric, String type, Set<String> names) {
    if (names.contains(metric)) {
      return true;
    }
    List<String> suffixes = SUFFIXES.getOrDefault(type, List.of());
    String base = withoutSuffix(metric, suffixes);
    return names.contains(base)
        || suffixes.stream().anyMatch(suffix -> names.contains(base + suffix));
  }

  private static String withoutSuffix(String metric, List<String> suffixes) {
    for (String suffix : suffixes) {
      if (metric.endsWith(suffix)) {
        return metric.substring(0, metric.length() - suffix.length());
      }
    }
    return metric;
  }
}
