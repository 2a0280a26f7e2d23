package dev.sshpulse.model;

import java.time.Duration;

/**
 * Hears what happens to SSH connections.
 *
 * <p>For every connection {@link #connectionRecognised} comes first and once, {@link
 * #connectionEnded} last and at most once (a connection may outlive the process). Between them
 * {@link #connectionEstablished} comes at most once, then what happens on the connection, in the
 * order in which it was over. One that was open before anybody looked ({@link
 * SshConnection#fromTheMiddle}) is told of likewise, from when it was found. Events of different
 * connections interleave freely. All calls come from one thread; an exception is counted and does
 * not keep the event from other listeners.
 */
public interface SshListener {

  /** Both ends have spoken, and one of them SSH; or it was found to be SSH in its middle. */
  void connectionRecognised(SshConnection connection);

  /**
   * Keys are in use or, where no library tells of them or it was found later, it was recognised.
   */
  default void connectionEstablished(Establishment establishment) {}

  /** An attempt to authenticate is over. */
  default void authenticationAttempted(Authentication attempt) {}

  /** A channel is over; before the end of its connection. */
  default void channelClosed(SshChannel channel) {}

  /**
   * The peer has answered a keepalive of this side's library.
   *
   * @param roundTrip from the request to the answer
   */
  default void keepAliveAnswered(SshConnection connection, Duration roundTrip) {}

  /** A library could not connect; belongs to no connection. */
  default void connectFailed(ConnectFailure failure) {}

  /** The descriptor was closed. */
  void connectionEnded(Ending ending);
}
