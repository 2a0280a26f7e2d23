package dev.sshpulse.cli.top;

import static dev.sshpulse.cli.agents.Amounts.bytes;
import static dev.sshpulse.cli.agents.Amounts.counted;

import dev.sshpulse.cli.agents.Amounts;
import dev.sshpulse.cli.agents.Death;
import dev.sshpulse.cli.agents.Facts;
import dev.sshpulse.cli.agents.Opinion;
import dev.sshpulse.cli.agents.Report;
import dev.sshpulse.telemetry.Meters;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

/** The head of the screen: who was asked, what is wrong, and the totals. */
final class Head {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final int MOST_AGENTS = 8;

  private record Trouble(String name, Meters meter, Paint paint) {}

  private static final List<Trouble> TROUBLES =
      List.of(
          new Trouble("half open", Meters.HALF_OPEN, Paint.BAD),
          new Trouble("blocked", Meters.BLOCKED_WRITERS, Paint.BAD),
          new Trouble("peer closed", Meters.CLOSE_WAIT, Paint.BAD),
          new Trouble("unprotected", Meters.UNPROTECTED, Paint.WARNING));

  private final List<Poll> polls;
  private final List<Report> reports;
  private final int width;

  Head(List<Poll> polls, int width) {
    this.polls = polls;
    this.reports = polls.stream().map(Poll::now).toList();
    this.width = width;
  }

  /** When the latest answer came. */
  Instant at() {
    return reports.stream().map(Report::at).max(Instant::compareTo).orElse(Instant.EPOCH);
  }

  List<Line> lines(boolean paused) {
    List<Line> lines = new ArrayList<>();
    lines.add(title(paused));
    Opinion opinion = Opinion.on(reports);
    lines.addAll(wrapped(paint(opinion), opinion.sentence()));
    lines.add(live());
    lines.addAll(ended());
    lines.add(traffic());
    reports.stream()
        .filter(report -> report.path() != null)
        .findFirst()
        .ifPresent(report -> lines.addAll(path(report)));
    reports.stream()
        .filter(Report::hidesAddresses)
        .findFirst()
        .ifPresent(report -> lines.addAll(hidden(report)));
    if (polls.size() > 1) {
      polls.stream().limit(MOST_AGENTS).forEach(poll -> lines.add(agent(poll)));
    }
    return lines;
  }

  private List<Line> wrapped(Paint paint, String text) {
    return Line.wrapped(text, width, 2).stream().map(line -> Line.of(paint, line)).toList();
  }

  private List<Line> hidden(Report report) {
    return wrapped(Paint.WARNING, report.hidesAddressesBecause());
  }

  private Line title(boolean paused) {
    String clock = CLOCK.format(at().atZone(ZoneId.systemDefault()));
    String right = paused ? "PAUSED at " + clock : clock;
    int room = width - right.length() - 1;
    return new Line()
        .add(Paint.TITLE, Line.fitted("sshpulse top", room))
        .add(Line.fitted("  " + whom(), room - "sshpulse top".length()))
        .fillTo(width - right.length(), Paint.PLAIN)
        .add(paused ? Paint.WARNING : Paint.PLAIN, right);
  }

  private String whom() {
    if (reports.size() != 1) {
      return reports.size() + " agents";
    }
    Report report = reports.get(0);
    String known = report.gone() == null ? report.observer() + " " + report.version() + "  " : "";
    return known + report.target().name();
  }

  private static Paint paint(Opinion opinion) {
    return switch (opinion.grade()) {
      case GOOD -> Paint.GOOD;
      case WARNING -> Paint.WARNING;
      case BAD -> Paint.BAD;
    };
  }

  private Line live() {
    Line line = new Line().add("Live      " + count(Meters.ACTIVE_CONNECTIONS));
    line.add(" (" + side("client") + " client, " + side("server") + " server)");
    // What there is stands before what there is none of: a narrow terminal cuts the end off.
    TROUBLES.stream().filter(trouble -> count(trouble.meter) > 0).forEach(t -> add(line, t));
    TROUBLES.stream().filter(trouble -> count(trouble.meter) == 0).forEach(t -> add(line, t));
    return line;
  }

  private void add(Line line, Trouble trouble) {
    boolean known = reports.stream().anyMatch(report -> report.sum(trouble.meter).isPresent());
    long count = count(trouble.meter);
    line.add("  ")
        .add(
            count > 0 ? trouble.paint : Paint.PLAIN,
            trouble.name + " " + (known ? Long.toString(count) : "?"));
  }

  private List<Line> ended() {
    StringJoiner causes = new StringJoiner(", ");
    List<Death> deaths = Death.among(reports, Death.LATELY_SECONDS);
    deaths.forEach(death -> causes.add(death.count() + " " + death.cause()));
    String text =
        "Ended     "
            + count(Meters.CONNECTION_ENDINGS)
            + ", "
            + count(Meters.CONNECTION_FAILURES)
            + " failed"
            + (deaths.isEmpty() ? "; none in the last hour" : "; in the last hour: " + causes);
    return wrapped(Paint.PLAIN, text);
  }

  private Line traffic() {
    Line line =
        new Line()
            .add("Traffic   in " + bytes(sum(poll -> poll.perSecond(Meters.RECEIVED_BYTES))))
            .add("/s  out " + bytes(sum(poll -> poll.perSecond(Meters.SENT_BYTES))) + "/s");
    lost(line, Meters.ERRORS, " errors swallowed");
    lost(line, Meters.DROPPED, " dropped");
    if (reports.stream().anyMatch(report -> report.sum(Meters.SPANS_EXPORTED).isPresent())) {
      line.add("  " + count(Meters.SPANS_EXPORTED) + " spans");
      lost(line, Meters.SPANS_FAILED, " failed");
    }
    return line;
  }

  private void lost(Line line, Meters meter, String what) {
    line.add("  ").add(count(meter) > 0 ? Paint.WARNING : Paint.PLAIN, count(meter) + what);
  }

  private List<Line> path(Report report) {
    Facts path = report.path();
    return wrapped(Paint.WARNING, "Path      " + (path == null ? "" : path.text("advice")));
  }

  private Line agent(Poll poll) {
    Report report = poll.now();
    Line line = new Line().add(Paint.TITLE, report.target().place()).fillTo(10, Paint.PLAIN);
    if (report.gone() != null) {
      String since = "gone for " + Amounts.seconds(poll.goneSeconds()) + ": ";
      return line.add(Paint.BAD, since + report.gone());
    }
    line.add(report.observer() + " " + report.version() + "  ");
    line.add(counted(report.count(Meters.ACTIVE_CONNECTIONS), "connection"));
    line.add(", " + report.count(Meters.CONNECTION_FAILURES) + " failed");
    return line.add("  " + report.target().process());
  }

  private long count(Meters meter) {
    return reports.stream().mapToLong(report -> report.count(meter)).sum();
  }

  private long side(String side) {
    return (long) sum(poll -> poll.now().sum(Meters.ACTIVE_CONNECTIONS, "side", side).orElse(0));
  }

  private double sum(ToDoubleFunction<Poll> of) {
    return polls.stream().mapToDouble(of).sum();
  }
}
