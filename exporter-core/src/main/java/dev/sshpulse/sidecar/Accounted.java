package dev.sshpulse.sidecar;

import dev.sshpulse.host.KernelSocket;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Sockets of which all is told, though the kernel has yet to let go of them: their process still
 * holds them, or they linger. The oldest of many are forgotten.
 */
final class Accounted {
  private static final int MOST = 10_000;

  private final Set<Long> sockets = new LinkedHashSet<>();

  void add(KernelSocket socket) {
    long identity = HostConnection.identity(socket);
    if (identity != 0 && sockets.add(identity) && sockets.size() > MOST) {
      sockets.remove(sockets.iterator().next());
    }
  }

  /** Whether it was one of them; it is no more. */
  boolean remove(KernelSocket socket) {
    return sockets.remove(HostConnection.identity(socket));
  }
}
