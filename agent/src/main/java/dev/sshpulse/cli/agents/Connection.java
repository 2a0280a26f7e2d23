package dev.sshpulse.cli.agents;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A connection, alive or ended, as its agent tells of it; taken apart once, for it is sorted often.
 *
 * @param target who told
 * @param facts all that was told
 * @param ageSeconds since it was opened, or until it ended
 * @param bytes in both directions
 */
public record Connection(
    Target target, Facts facts, String peer, double ageSeconds, double silentSeconds, long bytes) {

  /** One that lives; nobody knows when one was opened that is seen from the middle. */
  static Connection live(Target target, Facts facts, Instant now) {
    String known = facts.text("opened_at").isEmpty() ? "recognised_at" : "opened_at";
    Double silent = facts.number("silent_seconds");
    double age = Math.max(since(facts, known, now), silent == null ? 0 : silent);
    return of(target, facts, age, silent);
  }

  /** One that has ended. */
  static Connection ended(Target target, Facts facts) {
    Double duration = facts.number("duration_seconds");
    return of(target, facts, duration == null ? 0 : duration, facts.number("idle_seconds"));
  }

  private static Connection of(
      Target target, Facts facts, double ageSeconds, @Nullable Double silent) {
    return new Connection(
        target,
        facts,
        facts.text("peer"),
        ageSeconds,
        silent == null ? 0 : silent,
        facts.count("received_bytes") + facts.count("sent_bytes"));
  }

  /** Seconds from a member's moment until now; 0 where clocks disagree. */
  static double since(Facts facts, String member, Instant now) {
    try {
      return Math.max(0, Duration.between(Instant.parse(facts.text(member)), now).toMillis() / 1e3);
    } catch (DateTimeParseException e) {
      return 0;
    }
  }

  /** Seconds from a member's moment until now. */
  public double secondsSince(String member, Instant now) {
    return since(facts, member, now);
  }

  /** Whose code speaks, or which process. */
  public String speaker() {
    String library = facts.text("library");
    return library.isEmpty() || library.equals("unknown") ? facts.text("process") : library;
  }

  /** Whether it was open before anybody looked: older than its age says. */
  public boolean seenFromTheMiddle() {
    return facts.text("seen").equals("from_the_middle");
  }
}
