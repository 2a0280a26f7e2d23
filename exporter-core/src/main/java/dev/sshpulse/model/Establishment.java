package dev.sshpulse.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection can be used: its keys are in use or, where only the wire is known, both ends have
 * identified themselves.
 *
 * @param at when that was
 * @param keys whether keys are known to be in use (RFC 4253 section 7.3)
 * @param library whose code speaks here
 * @param libraryVersion its version; empty where it is not known
 * @param clientVersion the client's identification (RFC 4253 section 4.2), {@code SSH-2.0-…}; null
 *     where it is not known
 * @param serverVersion likewise the server's
 * @param host where the application wanted to connect to, as it named it; null on a server
 * @param parent the application's span that was current when it connected; null where none is known
 */
public record Establishment(
    SshConnection connection,
    Instant at,
    boolean keys,
    Library library,
    String libraryVersion,
    @Nullable String clientVersion,
    @Nullable String serverVersion,
    @Nullable String host,
    @Nullable TraceParent parent) {

  /** From identification to keys in use; never negative, whatever the clock did. */
  public Duration handshake() {
    Duration taken = Duration.between(connection.recognisedAt(), at);
    return taken.isNegative() ? Duration.ZERO : taken;
  }
}
