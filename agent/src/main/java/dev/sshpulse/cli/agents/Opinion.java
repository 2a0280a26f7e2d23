package dev.sshpulse.cli.agents;

import static dev.sshpulse.cli.agents.Amounts.counted;

import dev.sshpulse.telemetry.Meters;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong, in one sentence.
 *
 * @param grade how bad it is
 */
public record Opinion(Grade grade, String sentence) {

  /** How bad it is; the worst last. */
  public enum Grade {
    /** Nothing to do. */
    GOOD,
    /** Something to do before it gets worse. */
    WARNING,
    /** Somebody suffers, or nobody is looking. */
    BAD
  }

  private static final double FIVE_MINUTES = 300;

  /** On all that was said. */
  public static Opinion on(List<Report> reports) {
    List<Opinion> wrong = new ArrayList<>();
    reports.forEach(report -> blind(report, wrong));
    suffering(reports, wrong);
    died(reports, wrong);
    unprotected(reports, wrong);
    return wrong.isEmpty() ? good(reports) : together(wrong);
  }

  private static void blind(Report report, List<Opinion> wrong) {
    if (report.gone() != null) {
      wrong.add(new Opinion(Grade.BAD, report.target().name() + ": " + report.gone()));
    } else if (report.notReady() != null) {
      wrong.add(new Opinion(Grade.BAD, report.target().name() + ": " + report.notReady()));
    } else if (!report.observing()) {
      wrong.add(new Opinion(Grade.BAD, report.target().name() + ": it observes nothing"));
    }
  }

  private static void suffering(List<Report> reports, List<Opinion> wrong) {
    bad(
        count(reports, Meters.BLOCKED_WRITERS),
        "writer",
        "waits",
        "wait",
        "for an answer that does not come",
        wrong);
    bad(
        count(reports, Meters.HALF_OPEN),
        "connection",
        "is half open",
        "are half open",
        "(nothing sent is answered)",
        wrong);
    bad(
        count(reports, Meters.CLOSE_WAIT),
        "connection",
        "is still open here",
        "are still open here",
        "that the peer has closed",
        wrong);
  }

  private static void bad(
      long count, String what, String one, String many, String more, List<Opinion> wrong) {
    if (count > 0) {
      wrong.add(
          new Opinion(
              Grade.BAD, counted(count, what) + " " + (count == 1 ? one : many) + " " + more));
    }
  }

  private static void died(List<Report> reports, List<Opinion> wrong) {
    List<Death> deaths = Death.among(reports, FIVE_MINUTES);
    long all = deaths.stream().mapToLong(Death::count).sum();
    if (all > 0) {
      Death most = deaths.get(0);
      wrong.add(
          new Opinion(
              Grade.WARNING,
              counted(all, "connection")
                  + " died in the last 5 minutes, most of "
                  + most.cause()
                  + ": "
                  + most.whoseTurn()));
    }
  }

  private static void unprotected(List<Report> reports, List<Opinion> wrong) {
    long unprotected = count(reports, Meters.UNPROTECTED);
    long live = count(reports, Meters.ACTIVE_CONNECTIONS);
    if (unprotected > 0) {
      wrong.add(
          new Opinion(
              Grade.WARNING,
              unprotected
                  + " of "
                  + counted(live, "connection")
                  + " would not notice a silent death of the path"));
    }
  }

  private static Opinion good(List<Report> reports) {
    long live = count(reports, Meters.ACTIVE_CONNECTIONS);
    return new Opinion(
        Grade.GOOD,
        live == 0
            ? "All is well; no SSH connection is open."
            : "All is well: " + counted(live, "connection") + ", each protected against silence.");
  }

  /** The worst two: more is no sentence. */
  private static Opinion together(List<Opinion> wrong) {
    List<String> sentences = wrong.stream().limit(2).map(Opinion::sentence).toList();
    return new Opinion(wrong.get(0).grade(), String.join("; ", sentences) + ".");
  }

  private static long count(List<Report> reports, Meters meter) {
    return reports.stream().mapToLong(report -> report.count(meter)).sum();
  }
}
