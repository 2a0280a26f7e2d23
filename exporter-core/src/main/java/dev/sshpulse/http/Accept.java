package dev.sshpulse.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses what a client wants, by RFC 9110 sections 12.5.1 and 12.5.3. */
final class Accept {

  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String ANYTHING = "*/*";

  /** Ways to write names that Prometheus once could not read; ours are the same in all of them. */
  private static final List<String> ESCAPINGS =
      List.of("allow-utf-8", "allow-utf8", "underscores", "dots", "values");

  private Accept() {}

  /**
   * Whether OpenMetrics 1.0.0 is asked for, at least as much as the plain text format. Whoever
   * takes anything at all gets plain text: it is what a person can read.
   *
   * @param accept the header's value; null asks for nothing in particular
   */
  static boolean prefersOpenMetrics(@Nullable String accept) {
    if (accept == null) {
      return false;
    }
    double openMetrics = weight(accept, OPEN_METRICS, "application/*", "1.0.0");
    double text = weight(accept, "text/plain", "text/*", "0.0.4");
    return openMetrics > 0
        && openMetrics >= (text < 0 ? weight(accept, ANYTHING, ANYTHING, "") : text);
  }

  /**
   * What Prometheus 3 wants to hear again of its wish for OpenMetrics 1.0.0; nothing where it has
   * none.
   */
  static String escaping(@Nullable String accept) {
    int at = accept == null ? -1 : accept.indexOf(OPEN_METRICS);
    if (accept == null || at < 0) {
      return "";
    }
    int comma = accept.indexOf(',', at);
    String scheme =
        parameter(accept.substring(at, comma < 0 ? accept.length() : comma), "escaping");
    return scheme != null && ESCAPINGS.contains(scheme) ? "; escaping=" + scheme : "";
  }

  /**
   * Whether an answer may be compressed.
   *
   * @param acceptEncoding the header's value; null asks for nothing in particular
   */
  static boolean allowsGzip(@Nullable String acceptEncoding) {
    return acceptEncoding != null && weight(acceptEncoding, "gzip", "*", "") > 0;
  }

  /**
   * How much something is asked for, from 0 to 1, by its own name or else by the one for all of its
   * kind; -1 where it is not spoken of.
   *
   * @param version the only one that is meant, where one is named
   */
  private static double weight(String accept, String name, String kind, String version) {
    double byName = -1;
    double byKind = -1;
    int from = 0;
    while (from < accept.length()) {
      int comma = accept.indexOf(',', from);
      int to = comma < 0 ? accept.length() : comma;
      String range = accept.substring(from, to);
      if (isNamed(range, name) && isOfVersion(range, version)) {
        byName = Math.max(byName, weight(range));
      } else if (isNamed(range, kind)) {
        byKind = Math.max(byKind, weight(range));
      }
      from = to + 1;
    }
    return byName < 0 ? byKind : byName;
  }

  private static boolean isNamed(String range, String name) {
    int semicolon = range.indexOf(';');
    String type = semicolon < 0 ? range : range.substring(0, semicolon);
    return type.trim().equalsIgnoreCase(name);
  }

  private static boolean isOfVersion(String range, String version) {
    String named = parameter(range, "version");
    return named == null || named.equals(version);
  }

  private static double weight(String range) {
    String weight = parameter(range, "q");
    if (weight == null) {
      return 1;
    }
    try {
      return Double.parseDouble(weight);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static @Nullable String parameter(String range, String name) {
    int at = range.indexOf(';');
    while (at >= 0) {
      int next = range.indexOf(';', at + 1);
      String parameter = range.substring(at + 1, next < 0 ? range.length() : next).trim();
      if (parameter.regionMatches(true, 0, name + "=", 0, name.length() + 1)) {
        return parameter.substring(name.length() + 1).trim();
      }
      at = next;
    }
    return null;
  }
}
