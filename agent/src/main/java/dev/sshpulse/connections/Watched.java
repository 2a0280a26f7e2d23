package dev.sshpulse.connections;

import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.SshConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was announced, and what the watch has found out about it since: written by its
 * thread alone, read by any. Times are of {@link PulseClock}; 0 is "never" or "not now".
 */
final class Watched {
  final SshConnection connection;

  /** Bytes sent before the kernel was last asked: what it then calls acknowledged may be more. */
  long sentWhenAsked;

  /** Bytes that the peer had acknowledged by then, at most. */
  long acknowledgedAtMost;

  /** When the kernel was last seen to repeat what the peer does not acknowledge. */
  volatile long owedAt;

  /** Since when every look has found the kernel to repeat something. */
  volatile long repeatedSince;

  /** Since when bytes or probes have had no answer, once the kernel has begun to repeat them. */
  volatile long unansweredSince;

  /** How long nothing had moved before {@link #unansweredSince}, in milliseconds. */
  volatile long silenceBefore;

  /** When the peer was last seen to acknowledge, or to owe nothing. */
  long wellAt;

  /** Since when the peer's FIN has been seen in the kernel. */
  volatile long peerClosedSince;

  /** Last activity as of the last look. */
  long activitySeen;

  /** Bytes received as of the last look. */
  long receivedSeen;

  /** A silence that this side has broken, and nobody has answered yet. */
  long brokenSilence;

  /** When a silence between probes that were answered was last counted as survived. */
  long probesCountedAt;

  /** When the socket's options were last read. */
  long askedAt;

  volatile @Nullable KeepAlive keepAlive;
  volatile Protection protection = Protection.UNKNOWN;

  Watched(SshConnection connection) {
    this.connection = connection;
  }

  /** For how long looks have agreed, in milliseconds, that the peer owes an answer. */
  long owedFor() {
    long since = repeatedSince;
    return since == 0 ? 0 : owedAt - since;
  }
}
