package dev.sshpulse.cli.top;

import dev.sshpulse.cli.agents.Report;
import dev.sshpulse.telemetry.Meters;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says now, and what it said before.
 *
 * @param since when it began to answer, or not to
 */
record Poll(Report now, @Nullable Report before, Instant since) {

  static Poll first(Report report) {
    return new Poll(report, null, report.at());
  }

  Poll then(Report report) {
    boolean asBefore = (report.gone() == null) == (now.gone() == null);
    return new Poll(report, now, asBefore ? since : report.at());
  }

  /** For how long it has not answered. */
  double goneSeconds() {
    return Duration.between(since, now.at()).toMillis() / 1e3;
  }

  /** How much a counter grew in a second; 0 where that cannot be told. */
  double perSecond(Meters counter) {
    Report earlier = before;
    if (earlier == null || earlier.gone() != null || now.gone() != null) {
      return 0;
    }
    double seconds = Duration.between(earlier.at(), now.at()).toMillis() / 1e3;
    // An agent that was restarted counts from zero again.
    double grown = now.sum(counter).orElse(0) - earlier.sum(counter).orElse(0);
    return seconds <= 0 || grown < 0 ? 0 : grown / seconds;
  }
}
