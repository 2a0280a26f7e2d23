package dev.sshpulse.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One SSH connection is over.
 *
 * @param at when its descriptor was closed
 * @param duration from recognition to the end, whatever was done to the host's clock meanwhile
 * @param idle the silence just before the first byte or probe of ours that was never answered;
 *     where there is none, the silence before the failure showed or somebody closed
 * @param detection from there until an error told somebody; zero where nothing was unanswered
 * @param receivedBytes on the wire, in its whole life
 * @param sentBytes likewise
 * @param disconnectCode the reason in SSH_MSG_DISCONNECT (RFC 4253 section 11.1) of whoever sent it
 *     first; null where nobody did, or no library told
 * @param silenceKnown whether {@code idle} is all of that silence: it may have begun before anybody
 *     looked
 */
public record Ending(
    SshConnection connection,
    Instant at,
    Duration duration,
    Verdict verdict,
    Duration idle,
    Duration detection,
    long receivedBytes,
    long sentBytes,
    @Nullable Integer disconnectCode,
    boolean silenceKnown) {

  /** One of whose silence all is known. */
  public Ending(
      SshConnection connection,
      Instant at,
      Duration duration,
      Verdict verdict,
      Duration idle,
      Duration detection,
      long receivedBytes,
      long sentBytes,
      @Nullable Integer disconnectCode) {
    this(
        connection,
        at,
        duration,
        verdict,
        idle,
        detection,
        receivedBytes,
        sentBytes,
        disconnectCode,
        true);
  }

  /** The one cause. */
  public Cause cause() {
    return verdict.cause();
  }

  /** Who started it. */
  public Initiator initiator() {
    return verdict.initiator();
  }
}
