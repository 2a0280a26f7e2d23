package dev.sshpulse.conversations;

import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a library knows of one of its sessions. Anything may be null while it is not known yet.
 *
 * @param libraryVersion empty where it is not known
 * @param local this end's address: where the socket is found by
 * @param peer the other end's
 * @param clientVersion the client's identification
 * @param serverVersion the server's
 * @param host where the application wanted to connect to, as it named it; null on a server
 */
public record Description(
    Library library,
    String libraryVersion,
    @Nullable InetSocketAddress local,
    @Nullable InetSocketAddress peer,
    @Nullable String clientVersion,
    @Nullable String serverVersion,
    @Nullable String host) {

  /** Which end this is: of the libraries that are heard, one makes servers. */
  public Side side() {
    return library == Library.MINA_SSHD && host == null ? Side.SERVER : Side.CLIENT;
  }

  /** This, and what only {@code before} knew. */
  Description over(@Nullable Description before) {
    return before == null
        ? this
        : new Description(
            library,
            libraryVersion.isEmpty() ? before.libraryVersion : libraryVersion,
            known(local, before.local),
            known(peer, before.peer),
            known(clientVersion, before.clientVersion),
            known(serverVersion, before.serverVersion),
            known(host, before.host));
  }

  private static <T> @Nullable T known(@Nullable T now, @Nullable T before) {
    return now == null ? before : now;
  }
}
