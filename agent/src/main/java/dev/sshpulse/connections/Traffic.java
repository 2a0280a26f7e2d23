package dev.sshpulse.connections;

import dev.sshpulse.model.KeepAlive;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one socket has carried; read by sshpulse's threads while the application's write it. Times
 * are milliseconds of {@link PulseClock}, true to a tenth of a second.
 */
public interface Traffic {

  /** Bytes received since the socket's birth. */
  long received();

  /** Bytes sent since the socket's birth. */
  long sent();

  /** When the socket was born. */
  long openedMillis();

  /** When bytes last moved in either direction; when the socket was born if none did. */
  long lastActivityMillis();

  /** When bytes last came in; 0 if never. */
  long lastReceivedMillis();

  /**
   * When this side wrote the first bytes after everything before had been answered. Where bytes
   * move, and part of them was acknowledged since: when that was.
   */
  long askedMillis();

  /** How long nothing had moved before {@link #askedMillis}. */
  long silenceMillis();

  /** Whether anything has come in since {@link #askedMillis}. */
  boolean heardSince();

  /** Whether the peer's kernel has acknowledged the first byte since {@link #askedMillis}. */
  boolean acknowledgedSince();

  /** Bytes of ours that the peer's kernel is known to have acknowledged. */
  long acknowledged();

  /** The peer's kernel has acknowledged so many, and was last there at this moment. */
  void acknowledge(long bytes, long millis);

  /** Since when a write has not been taken by the kernel; 0 while there is none. */
  long writingMillis();

  /** Whether a read has met the peer's FIN before anybody here closed. */
  boolean endOfStream();

  /** Whether the thread that closed is the one whose read had just run into its time limit. */
  boolean closedTiredOfWaiting();

  /** Whether the socket was closed in a way that nobody saw. */
  boolean closedUnseen();

  /** Whether the socket is closed. */
  boolean isClosed();

  /** This end's address; null where there is none, or where it is not known any more. */
  @Nullable InetSocketAddress localAddress();

  /** The other end's address; null where there is none, or where it is not known any more. */
  @Nullable InetSocketAddress peerAddress();

  /** What the kernel does about silence; null where there is no TCP or the socket is closed. */
  @Nullable KeepAlive keepAlive();
}
