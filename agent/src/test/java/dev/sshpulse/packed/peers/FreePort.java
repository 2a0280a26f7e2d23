package dev.sshpulse.packed.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** For programs that cannot let the other side choose. */
final class FreePort {
  private static final Queue<Socket> KEPT = new ConcurrentLinkedQueue<>();

  private FreePort() {}

  /**
   * A port of loopback that nobody listens at. It stays bound, so the kernel gives it to nobody who
   * asks for any port; who asks for this one may listen, with SO_REUSEADDR, as servers do.
   */
  static int now() {
    try {
      Socket bound = new Socket();
      bound.setReuseAddress(true);
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      KEPT.add(bound);
      return bound.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
