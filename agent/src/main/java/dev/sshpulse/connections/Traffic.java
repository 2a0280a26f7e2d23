package dev.sshpulse.connections;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What one socket has carried; read by sshpulse's threads while the application's write it. */
public interface Traffic {

  /** Bytes received since the socket's birth. */
  long received();

  /** Bytes sent since the socket's birth. */
  long sent();

  /** When the socket was born, in milliseconds of {@link PulseClock}. */
  long openedMillis();

  /** Whether the socket is closed. */
  boolean isClosed();

  /** This end's address; null where there is none or the socket is closed. */
  @Nullable InetSocketAddress localAddress();

  /** The other end's address, likewise. */
  @Nullable InetSocketAddress peerAddress();
}
