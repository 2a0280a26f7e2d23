package dev.sshpulse.model;

import java.time.Duration;
import java.time.Instant;

/**
 * One SSH connection is over.
 *
 * @param at when its descriptor was closed
 * @param receivedBytes on the wire, in its whole life
 * @param sentBytes likewise
 */
public record Ending(
    SshConnection connection, Instant at, Cause cause, long receivedBytes, long sentBytes) {

  /** From recognition to the end; never negative, whatever the clock did. */
  public Duration duration() {
    Duration lived = Duration.between(connection.recognisedAt(), at);
    return lived.isNegative() ? Duration.ZERO : lived;
  }
}
