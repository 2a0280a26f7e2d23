package dev.sshpulse.cli.agents;

import static dev.sshpulse.cli.agents.Amounts.counted;

import dev.sshpulse.telemetry.Meters;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/** One screen about one agent. */
final class StatusText {

  private static final String INDENT = "               ";

  private final PrintWriter out;

  StatusText(PrintWriter out) {
    this.out = out;
  }

  void print(Report report) {
    out.println(report.target().name());
    if (report.gone() != null) {
      line("runs", "no: " + report.gone());
      return;
    }
    line("", Opinion.on(List.of(report)).sentence());
    line("runs", report.observer() + " " + report.version() + ", " + ready(report));
    hooks(report);
    sources(report);
    connections(report);
    deaths(report);
    path(report);
    losses(report);
    line("spans", spans(report));
    if (report.hidesAddresses()) {
      line("addresses", report.hidesAddressesBecause());
    }
  }

  private void line(String name, String text) {
    out.printf("  %-12s %s%n", name, text);
  }

  private static String ready(Report report) {
    if (report.notReady() != null) {
      return "not ready: " + report.notReady();
    }
    return report.observing() ? "ready, sees sockets" : "ready, but sees no sockets";
  }

  private void hooks(Report report) {
    StringJoiner matched = new StringJoiner(", ");
    for (Facts hook : report.hooks()) {
      if (hook.text("status").equals("matched")) {
        matched.add(named(hook) + (hook.has("reason") ? " (" + hook.text("reason") + ")" : ""));
      }
    }
    if (!report.hooks().isEmpty()) {
      line("hooks", matched.length() == 0 ? "none" : matched.toString());
    }
    for (Facts hook : report.hooks()) {
      if (!hook.text("status").equals("matched")) {
        out.println(INDENT + hook.text("status") + " " + named(hook) + because(hook));
      }
    }
  }

  private static String named(Facts hook) {
    return (hook.text("library") + " " + hook.text("version")).strip();
  }

  private static String because(Facts hook) {
    return hook.has("reason") ? ": " + hook.text("reason") : "";
  }

  private void sources(Report report) {
    String name = "sources";
    for (Facts source : report.sources()) {
      line(name, source.text("source") + (source.is("up") ? " up" : " down") + because(source));
      name = "";
    }
  }

  private void connections(Report report) {
    StringJoiner wrong = new StringJoiner(", ");
    add(wrong, report, Meters.UNPROTECTED, "unprotected");
    add(wrong, report, Meters.HALF_OPEN, "half open");
    add(wrong, report, Meters.BLOCKED_WRITERS, "blocked");
    add(wrong, report, Meters.CLOSE_WAIT, "closed by the peer alone");
    line("connections", side(report, "client") + ", " + side(report, "server") + "; " + wrong);
    StringJoiner reasons = new StringJoiner(", ");
    for (String reason : List.of("no_keepalive", "keepalive_too_slow", "keepalive_not_enforced")) {
      report
          .sum(Meters.UNPROTECTED, "reason", reason)
          .ifPresent(count -> addUnlessZero(reasons, count, reason.replace('_', ' ')));
    }
    if (reasons.length() > 0) {
      out.println(INDENT + "unprotected: " + reasons);
    }
  }

  private static void addUnlessZero(StringJoiner into, double count, String what) {
    if (count > 0) {
      into.add((long) count + " " + what);
    }
  }

  private static String side(Report report, String side) {
    return (long) report.sum(Meters.ACTIVE_CONNECTIONS, "side", side).orElse(0) + " " + side;
  }

  /** Absent is not zero: where the kernel cannot be asked, nothing is claimed. */
  private static void add(StringJoiner into, Report report, Meters meter, String what) {
    OptionalDouble count = report.sum(meter);
    into.add(count.isEmpty() ? what + " unknown" : (long) count.getAsDouble() + " " + what);
  }

  private void deaths(Report report) {
    List<Death> deaths = Death.among(report.endings(), Death.LATELY_SECONDS, report.at());
    long failed = report.count(Meters.CONNECTION_FAILURES);
    line(
        "deaths",
        deaths.isEmpty()
            ? "none in the last hour; " + failed + " since it started"
            : "in the last hour, by cause; " + failed + " since it started");
    for (Death death : deaths) {
      out.printf(
          "%s%5d  %-22s  %s, %s ago%n",
          INDENT,
          death.count(),
          death.cause(),
          death.whoseTurn(),
          Amounts.seconds(death.secondsAgo()));
      out.println(INDENT + "       look first: " + death.lookFirst());
    }
  }

  private void path(Report report) {
    Facts path = report.path();
    line("path", path == null ? "no silence is known to kill" : path.text("advice"));
  }

  private void losses(Report report) {
    line(
        "swallowed",
        counted(report.count(Meters.ERRORS), "error")
            + " of its own, "
            + counted(report.count(Meters.DROPPED), "observation")
            + " dropped");
  }

  private static String spans(Report report) {
    if (report.sum(Meters.SPANS_EXPORTED).isEmpty()) {
      return "off: no OTLP endpoint is configured";
    }
    return report.count(Meters.SPANS_EXPORTED)
        + " exported, "
        + report.count(Meters.SPANS_FAILED)
        + " failed";
  }
}
