package dev.sshpulse.http;

import org.jspecify.annotations.Nullable;

/** Chooses what a client wants, by RFC 9110 sections 12.5.1 and 12.5.3. */
final class Accept {

  private static final String OPEN_METRICS = "application/openmetrics-text";

  private Accept() {}

  /**
   * Whether OpenMetrics 1.0.0 is asked for, at least as much as the plain text format.
   *
   * @param accept the header's value; null asks for nothing in particular
   */
  static boolean prefersOpenMetrics(@Nullable String accept) {
    if (accept == null) {
      return false;
    }
    double openMetrics = 0;
    double text = 0;
    int from = 0;
    while (from < accept.length()) {
      int comma = accept.indexOf(',', from);
      int to = comma < 0 ? accept.length() : comma;
      String range = accept.substring(from, to);
      if (isOpenMetrics(range)) {
        openMetrics = Math.max(openMetrics, weight(range));
      } else if (type(range).equalsIgnoreCase("text/plain")) {
        text = Math.max(text, weight(range));
      }
      from = to + 1;
    }
    return openMetrics > 0 && openMetrics >= text;
  }

  /**
   * Whether an answer may be compressed.
   *
   * @param acceptEncoding the header's value; null asks for nothing in particular
   */
  static boolean allowsGzip(@Nullable String acceptEncoding) {
    double any = 0;
    int from = 0;
    while (acceptEncoding != null && from < acceptEncoding.length()) {
      int comma = acceptEncoding.indexOf(',', from);
      int to = comma < 0 ? acceptEncoding.length() : comma;
      String range = acceptEncoding.substring(from, to);
      if (type(range).equalsIgnoreCase("gzip")) {
        return weight(range) > 0;
      }
      any = type(range).equals("*") ? weight(range) : any;
      from = to + 1;
    }
    return any > 0;
  }

  /** Version 0.0.1 was never anything but a draft, and any later one is not spoken here. */
  private static boolean isOpenMetrics(String range) {
    String version = parameter(range, "version");
    return type(range).equalsIgnoreCase(OPEN_METRICS)
        && (version == null || version.equals("1.0.0"));
  }

  private static String type(String range) {
    int semicolon = range.indexOf(';');
    return (semicolon < 0 ? range : range.substring(0, semicolon)).trim();
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
