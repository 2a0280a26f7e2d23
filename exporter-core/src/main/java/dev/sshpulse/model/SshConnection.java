package dev.sshpulse.model;

import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was recognised as SSH.
 *
 * @param id unique in this process, for spans and the live page only
 * @param openedAt when this process connected, or first used an accepted socket; when somebody
 *     began to look, of one that is seen from the middle
 * @param recognisedAt when both ends had spoken and one had identified itself as SSH
 * @param local this end's address; null where the socket has none (Unix domain) or it is not known
 * @param peer the other end's address, likewise; never a metric label
 * @param fromTheMiddle whether it was open before anybody looked: nobody knows when it began, and
 *     what is told of times and bytes counts from when it was found
 */
public record SshConnection(
    long id,
    Side side,
    Instant openedAt,
    Instant recognisedAt,
    @Nullable InetSocketAddress local,
    @Nullable InetSocketAddress peer,
    boolean fromTheMiddle) {

  /** One that was seen from its beginning. */
  public SshConnection(
      long id,
      Side side,
      Instant openedAt,
      Instant recognisedAt,
      @Nullable InetSocketAddress local,
      @Nullable InetSocketAddress peer) {
    this(id, side, openedAt, recognisedAt, local, peer, false);
  }
}
