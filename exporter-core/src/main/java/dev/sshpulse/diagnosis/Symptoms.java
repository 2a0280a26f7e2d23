package dev.sshpulse.diagnosis;

import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.SocketError;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one connection from its recognition to its close. Times are milliseconds of one
 * monotonic clock.
 *
 * @param firstError of the first socket call that failed before anybody here closed; null if none
 * @param over when that call failed or, without one, when the connection was closed
 * @param endOfStream whether the peer's FIN had come before anybody here closed
 * @param closer who closed it
 * @param lastActivity when bytes last moved, in either direction
 * @param asked when this side sent the first bytes after all before had been answered
 * @param silenceBefore how long nothing had moved before {@code asked}
 * @param reply to what was sent since {@code asked}
 * @param halfOpen whether a reply had been owed for so long that the connection counted as half
 *     open
 * @param keepAlive of the socket; null where it could not be read
 * @param said what the SSH library knew; null where none is known to have spoken
 */
public record Symptoms(
    @Nullable SocketError firstError,
    long over,
    boolean endOfStream,
    Closer closer,
    long lastActivity,
    long asked,
    long silenceBefore,
    Reply reply,
    boolean halfOpen,
    @Nullable KeepAlive keepAlive,
    @Nullable Said said,
    long receivedBytes,
    long sentBytes) {

  /** The reason of the first SSH_MSG_DISCONNECT; null if none is known to have passed. */
  public @Nullable Integer disconnectCode() {
    return said == null ? null : said.disconnect();
  }
}
