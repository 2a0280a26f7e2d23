package dev.sshpulse.cli;

import dev.sshpulse.cli.agents.Scrape;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What the agent counts, as text for people. */
final class DemoTable {

  private DemoTable() {}

  static List<String> head(Duration elapsed, @Nullable Duration duration, URI metrics) {
    return List.of(
        "sshpulse demo   "
            + clock(elapsed)
            + (duration == null ? "   Ctrl-C ends it" : " of " + clock(duration)),
        "",
        "See for yourself: " + page(metrics) + " and " + metrics,
        "");
  }

  /** The live page, for a browser. */
  static URI page(URI metrics) {
    return metrics.resolve("/");
  }

  static List<String> connections(Scrape scrape) {
    return List.of(
        row("SSH connections", "client", "server"),
        bySide("open now", "ssh_active_connections", scrape),
        bySide("opened", "ssh_connections_total", scrape),
        bySide("ended", "ssh_connection_endings_total", scrape),
        bySide("broken pipes (SIGPIPE)", "ssh_sigpipe_total", scrape),
        bySide("bytes received", "ssh_received_bytes_total", scrape),
        bySide("bytes sent", "ssh_sent_bytes_total", scrape));
  }

  private static String bySide(String what, String metric, Scrape scrape) {
    return row("  " + what, side(metric, "client", scrape), side(metric, "server", scrape));
  }

  private static String row(String what, String client, String server) {
    return String.format(Locale.ROOT, "%-26s %12s %12s", what, client, server);
  }

  private static String side(String metric, String side, Scrape scrape) {
    return number(scrape.sum(metric, Map.of("side", side)));
  }

  /** The causes of which connections died, with who started it, in a steady order. */
  static List<String> causes(Scrape scrape) {
    List<String> rows =
        scrape.all("ssh_connection_failures_total", Map.of()).stream()
            .filter(sample -> sample.value() > 0)
            .map(DemoTable::cause)
            .sorted()
            .toList();
    return rows.isEmpty() ? List.of("  nothing yet") : rows;
  }

  private static String cause(Scrape.Sample sample) {
    return String.format(
        Locale.ROOT,
        "  %-24s %-12s %-7s %4s",
        sample.labels().getOrDefault("cause", "?"),
        sample.labels().getOrDefault("initiator", "?"),
        sample.labels().getOrDefault("side", "?"),
        number(OptionalDouble.of(sample.value())));
  }

  /** The failed socket calls there were, in a steady order. */
  static List<String> failures(Scrape scrape) {
    List<String> rows =
        scrape.all("socket_io_errors_total", Map.of()).stream()
            .filter(sample -> sample.value() > 0)
            .map(DemoTable::failure)
            .sorted(Comparator.reverseOrder())
            .toList();
    return rows.isEmpty() ? List.of("  none yet") : rows;
  }

  private static String failure(Scrape.Sample sample) {
    return String.format(
        Locale.ROOT,
        "  %-9s %-9s %-20s %10s",
        sample.labels().getOrDefault("protocol", "?"),
        sample.labels().getOrDefault("operation", "?"),
        sample.labels().getOrDefault("error", "?"),
        number(OptionalDouble.of(sample.value())));
  }

  /** The same in one line. */
  static String line(Scrape scrape) {
    return String.format(
        Locale.ROOT,
        "agent: open %s client %s server, opened %s, ended %s, sigpipes %s, failed calls %s",
        side("ssh_active_connections", "client", scrape),
        side("ssh_active_connections", "server", scrape),
        number(scrape.sum("ssh_connections_total", Map.of())),
        number(scrape.sum("ssh_connection_endings_total", Map.of())),
        number(scrape.sum("ssh_sigpipe_total", Map.of())),
        number(scrape.sum("socket_io_errors_total", Map.of())));
  }

  /** Minutes and seconds, such as {@code 00:05}. */
  static String clock(Duration time) {
    return String.format(Locale.ROOT, "%02d:%02d", time.toMinutes(), time.toSecondsPart());
  }

  /** Absent is not zero. */
  private static String number(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%,.0f", value.getAsDouble()) : "-";
  }
}
