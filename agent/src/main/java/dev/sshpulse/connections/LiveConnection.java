package dev.sshpulse.connections;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.SshConnection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One SSH connection from its recognition to its end.
 *
 * <p>Application threads mark what happened; sshpulse's threads, under the lock of {@link
 * Connections}, read it.
 */
public final class LiveConnection {
  private final long id;
  private final Side side;
  private final Traffic traffic;
  private final long recognisedMillis;
  private final AtomicReference<@Nullable SocketError> firstFailure = new AtomicReference<>();
  private volatile boolean leaked;
  private volatile boolean untracked;
  private volatile long endedMillis;

  // Only under the lock of Connections:
  private long accountedReceived;
  private long accountedSent;
  private @Nullable SshConnection announced;

  LiveConnection(long id, Side side, Traffic traffic, long recognisedMillis) {
    this.id = id;
    this.side = side;
    this.traffic = traffic;
    this.recognisedMillis = recognisedMillis;
  }

  /** Which end this process is. */
  public Side side() {
    return side;
  }

  void failed(SocketError error) {
    firstFailure.compareAndSet(null, error);
  }

  void ended(long millis, boolean leaked) {
    this.leaked = leaked;
    this.endedMillis = millis;
  }

  /** Whether it has ended, also where the word of it was lost. */
  boolean isOver() {
    return endedMillis != 0 || traffic.isClosed();
  }

  /** There was no room for it: it is counted, but nobody hears of it. */
  void untracked() {
    untracked = true;
  }

  boolean isUntracked() {
    return untracked;
  }

  /** The connection for listeners, on the first call; null on every other. */
  @Nullable SshConnection announce(PulseClock clock) {
    if (announced != null) {
      return null;
    }
    announced =
        new SshConnection(
            id,
            side,
            clock.instant(traffic.openedMillis()),
            clock.instant(recognisedMillis),
            traffic.localAddress(),
            traffic.peerAddress());
    return announced;
  }

  Ending ending(PulseClock clock) {
    SshConnection connection = announced;
    if (connection == null) {
      throw new IllegalStateException("connection " + id + " ends before it was announced");
    }
    return new Ending(
        connection, clock.instant(endMillis(clock)), cause(), traffic.received(), traffic.sent());
  }

  private long endMillis(PulseClock clock) {
    return endedMillis == 0 ? clock.millis() : endedMillis;
  }

  private Cause cause() {
    SocketError first = firstFailure.get();
    if (first != null) {
      return Cause.of(first);
    }
    return leaked ? Cause.LEAKED : Cause.CLOSED;
  }

  /** Bytes received since this was last asked. */
  long newlyReceived() {
    long received = traffic.received();
    long fresh = received - accountedReceived;
    accountedReceived = received;
    return fresh;
  }

  /** Bytes sent since this was last asked. */
  long newlySent() {
    long sent = traffic.sent();
    long fresh = sent - accountedSent;
    accountedSent = sent;
    return fresh;
  }
}
