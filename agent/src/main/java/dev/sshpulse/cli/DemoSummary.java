package dev.sshpulse.cli;

import dev.sshpulse.cli.agents.Scrape;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What was provoked beside what the agent counted. */
record DemoSummary(List<Figure> figures) {

  /**
   * @param vanished connections whose path was cut, and which are all that is still open
   */
  static DemoSummary of(Tally seen, int vanished, Scrape scrape) {
    return new DemoSummary(
        List.of(
            side("connections opened, client side", seen, Seen.CLIENT_OPENED, scrape, "client"),
            side("connections opened, server side", seen, Seen.SERVER_OPENED, scrape, "server"),
            ended("connections ended, client side", seen, Seen.CLIENT_ENDED, scrape, "client"),
            ended("connections ended, server side", seen, Seen.SERVER_ENDED, scrape, "server"),
            new Figure("resets", seen.count(Seen.CONNECTION_RESET), resets(scrape)),
            new Figure(
                "broken pipes",
                seen.count(Seen.BROKEN_PIPE),
                scrape.sum("ssh_sigpipe_total", Map.of())),
            killed("connection_reset", seen.count(Seen.CONNECTION_RESET), scrape),
            killed("broken_pipe", seen.count(Seen.HUNG_UP), scrape),
            new Figure("refused connects", seen.count(Seen.REFUSED), refused(scrape)),
            new Figure("other failed calls on SSH connections", 0, others(scrape)),
            new Figure("vanished, still open, client side", vanished, open(scrape, "client")),
            new Figure("vanished, still open, server side", vanished, open(scrape, "server"))));
  }

  private static Figure side(String what, Tally seen, Seen which, Scrape scrape, String side) {
    return new Figure(
        what, seen.count(which), scrape.sum("ssh_connections_total", Map.of("side", side)));
  }

  private static Figure ended(String what, Tally seen, Seen which, Scrape scrape, String side) {
    return new Figure(
        what, seen.count(which), scrape.sum("ssh_connection_endings_total", Map.of("side", side)));
  }

  private static Figure killed(String cause, long provoked, Scrape scrape) {
    return new Figure(
        "connections killed by " + cause + ", client side",
        provoked,
        scrape.sum("ssh_connection_failures_total", Map.of("side", "client", "cause", cause)));
  }

  private static OptionalDouble resets(Scrape scrape) {
    return failures(scrape, "ssh", "read", "connection_reset");
  }

  private static OptionalDouble refused(Scrape scrape) {
    return failures(scrape, "other", "connect", "connection_refused");
  }

  /** Nothing else may fail on the demo's connections: the agent must not see what is not there. */
  private static OptionalDouble others(Scrape scrape) {
    OptionalDouble all = scrape.sum("socket_io_errors_total", Map.of("protocol", "ssh"));
    OptionalDouble brokenPipes = failures(scrape, "ssh", "write", "broken_pipe");
    return all.isEmpty()
        ? all
        : OptionalDouble.of(all.getAsDouble() - resets(scrape).orElse(0) - brokenPipes.orElse(0));
  }

  private static OptionalDouble failures(
      Scrape scrape, String protocol, String operation, String error) {
    return scrape.sum(
        "socket_io_errors_total",
        Map.of("protocol", protocol, "operation", operation, "error", error));
  }

  private static OptionalDouble open(Scrape scrape, String side) {
    return scrape.sum("ssh_active_connections", Map.of("side", side));
  }

  boolean agrees() {
    return figures.stream().allMatch(Figure::agrees);
  }

  /** One figure a line, and the verdict. */
  @Override
  public String toString() {
    return figures.stream().map(Figure::toString).collect(Collectors.joining("\n"))
        + "\n"
        + verdict();
  }

  private String verdict() {
    List<String> wrong =
        figures.stream().filter(figure -> !figure.agrees()).map(Figure::what).toList();
    if (wrong.isEmpty()) {
      return "every figure agrees";
    }
    return (wrong.size() == 1 ? "1 figure differs: " : wrong.size() + " figures differ: ")
        + String.join("; ", wrong);
  }
}
