package dev.sshpulse.connections;

import dev.sshpulse.model.KeepAlive;
import java.net.InetSocketAddress;

/** A socket that has carried what a test says. */
final class FixedTraffic implements Traffic {
  long received;
  boolean closed;
  private final long sent;
  private long acknowledged;

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
  public long lastActivityMillis() {
    return 1;
  }

  @Override
  public long lastReceivedMillis() {
    return 1;
  }

  @Override
  public long askedMillis() {
    return 1;
  }

  @Override
  public long silenceMillis() {
    return 0;
  }

  @Override
  public boolean heardSince() {
    return true;
  }

  @Override
  public long acknowledged() {
    return acknowledged;
  }

  @Override
  public void acknowledge(long bytes) {
    acknowledged = bytes;
  }

  @Override
  public long writingMillis() {
    return 0;
  }

  @Override
  public boolean endOfStream() {
    return false;
  }

  @Override
  public boolean closedTiredOfWaiting() {
    return false;
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

  @Override
  public KeepAlive keepAlive() {
    return null;
  }
}
