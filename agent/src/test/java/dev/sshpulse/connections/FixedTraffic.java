package dev.sshpulse.connections;

import java.net.InetSocketAddress;

/** A socket that has carried what a test says. */
final class FixedTraffic implements Traffic {
  long received;
  boolean closed;
  private final long sent;

  FixedTraffic(long received, long sent) {
    this.received = received;
    this.sent = sent;
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public long sent() {
    return sent;
  }

  @Override
  public long openedMillis() {
    return 1;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public InetSocketAddress localAddress() {
    return null;
  }

  @Override
  public InetSocketAddress peerAddress() {
    return null;
  }
}
