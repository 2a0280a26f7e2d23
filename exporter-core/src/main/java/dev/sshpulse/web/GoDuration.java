package dev.sshpulse.web;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as Go writes it: {@code 100ms}, {@code 1m30s}; a bare number is nanoseconds. */
final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ns|us|µs|ms|s|m|h)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /** In nanoseconds; 0 where it is not set. */
  static long nanos(Section section, String key) throws WebConfigException {
    String text = section.text(key).strip();
    if (text.isEmpty() || NUMBER.matcher(text).matches()) {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    }
    Matcher part = PART.matcher(text);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      long unit = NANOS.getOrDefault(part.group(2), 0L);
      sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      end = part.end();
    }
    if (end < text.length() || sum.compareTo(MOST) > 0) {
      throw section.fault(key, "a duration such as 100ms, 1s or 1m30s is expected");
    }
    return sum.longValue();
  }
}
