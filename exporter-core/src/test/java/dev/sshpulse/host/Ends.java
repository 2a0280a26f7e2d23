package dev.sshpulse.host;

import java.net.InetSocketAddress;

/** Keys of connections between literal addresses. */
final class Ends {
  private Ends() {}

  static TcpAddresses key(String local, int localPort, String peer, int peerPort) {
    return TcpAddresses.of(
        new InetSocketAddress(local, localPort), new InetSocketAddress(peer, peerPort));
  }
}
