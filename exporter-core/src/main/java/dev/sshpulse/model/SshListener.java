package dev.sshpulse.model;

/**
 * Hears what happens to SSH connections.
 *
 * <p>For every connection {@link #connectionRecognised} comes first and once, {@link
 * #connectionEnded} last and at most once (a connection may outlive the process). Events of
 * different connections interleave freely. All calls come from one thread; an exception is counted
 * and does not keep the event from other listeners.
 */
public interface SshListener {

  /** Both ends have spoken, and one of them SSH. */
  void connectionRecognised(SshConnection connection);

  /** The descriptor was closed. */
  void connectionEnded(Ending ending);
}
