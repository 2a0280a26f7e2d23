package dev.sshpulse.connections;

import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.Side;
import java.net.InetSocketAddress;

/** A socket that has carried what a test says. */
final class FixedTraffic implements Traffic {
  long received;
  long sent;

  /** Sent just after somebody has asked how much was. */
  long sentMeanwhile;

  long opened = 1;
  long lastActivity = 1;
  long lastReceived = 1;
  long asked = 1;
  long silence;
  boolean heardSince = true;
  long acknowledged;
  long acknowledgedAt;
  boolean acknowledgedSince;
  long writing;
  boolean endOfStream;
  boolean tired;
  boolean unseen;
  boolean closed;

  /** Nobody can ask about it. */
  boolean breaks;

  InetSocketAddress local;
  InetSocketAddress peer;
  KeepAlive keepAlive;

  FixedTraffic(long received, long sent) {
    this.received = received;
    this.sent = sent;
  }

  /** Connected over IPv4, from this port to port 22 of {@code 198.51.100.7}. */
  FixedTraffic from(int port) {
    local = new InetSocketAddress("192.0.2.10", port);
    peer = new InetSocketAddress("198.51.100.7", 22);
    return this;
  }

  /** A connection of this traffic that listeners know of. */
  LiveConnection connection(Side side) {
    LiveConnection connection = new LiveConnection(1, side, this, 1, false);
    connection.announce(new PulseClock());
    return connection;
  }

  private void breakIfBroken() {
    if (breaks) {
      throw new IllegalStateException("broken");
    }
  }

  @Override
  public long received() {
    breakIfBroken();
    return received;
  }

  @Override
  public long sent() {
    long now = sent;
    sent += sentMeanwhile;
    sentMeanwhile = 0;
    return now;
  }

  @Override
  public long openedMillis() {
    breakIfBroken();
    return opened;
  }

  @Override
  public long lastActivityMillis() {
    return lastActivity;
  }

  @Override
  public long lastReceivedMillis() {
    return lastReceived;
  }

  @Override
  public long askedMillis() {
    return asked;
  }

  @Override
  public long silenceMillis() {
    return silence;
  }

  @Override
  public boolean heardSince() {
    return heardSince;
  }

  @Override
  public boolean acknowledgedSince() {
    return acknowledgedSince;
  }

  @Override
  public long acknowledged() {
    return acknowledged;
  }

  @Override
  public void acknowledge(long bytes, long millis) {
    acknowledged = bytes;
    acknowledgedAt = millis;
  }

  @Override
  public long writingMillis() {
    return writing;
  }

  @Override
  public boolean endOfStream() {
    return endOfStream;
  }

  @Override
  public boolean closedTiredOfWaiting() {
    return tired;
  }

  @Override
  public boolean closedUnseen() {
    return unseen;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public InetSocketAddress peerAddress() {
    return peer;
  }

  @Override
  public KeepAlive keepAlive() {
    return keepAlive;
  }
}
