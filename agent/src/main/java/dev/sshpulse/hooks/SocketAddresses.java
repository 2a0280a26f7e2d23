package dev.sshpulse.hooks;

import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Where a library's socket is, and where it leads to. */
final class SocketAddresses {

  private SocketAddresses() {}

  /** Once it is closed it says that it was at any address. */
  static @Nullable InetSocketAddress local(@Nullable Socket socket) {
    return socket != null
            && !socket.isClosed()
            && socket.getLocalSocketAddress() instanceof InetSocketAddress internet
        ? internet
        : null;
  }

  static @Nullable InetSocketAddress peer(@Nullable Socket socket) {
    return socket != null && socket.getRemoteSocketAddress() instanceof InetSocketAddress internet
        ? internet
        : null;
  }
}
