package dev.sshpulse.model;

import static dev.sshpulse.model.SocketError.BROKEN_PIPE;
import static dev.sshpulse.model.SocketError.CONNECTION_ABORTED;
import static dev.sshpulse.model.SocketError.CONNECTION_REFUSED;
import static dev.sshpulse.model.SocketError.CONNECTION_RESET;
import static dev.sshpulse.model.SocketError.HOST_UNREACHABLE;
import static dev.sshpulse.model.SocketError.NETWORK_UNREACHABLE;
import static dev.sshpulse.model.SocketError.OTHER;
import static dev.sshpulse.model.SocketError.PERMISSION_DENIED;
import static dev.sshpulse.model.SocketError.TIMED_OUT;
import static dev.sshpulse.model.SocketError.TOO_MANY_OPEN_FILES;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A kind of socket call, with the errors that the kernel can answer it with. A metric label. */
public enum Operation {
  /** connect(2), counted when the attempt is over. */
  CONNECT(
      "connect",
      CONNECTION_REFUSED,
      TIMED_OUT,
      HOST_UNREACHABLE,
      NETWORK_UNREACHABLE,
      CONNECTION_RESET,
      CONNECTION_ABORTED,
      PERMISSION_DENIED,
      OTHER),
  /** accept(2). */
  ACCEPT("accept", CONNECTION_ABORTED, TOO_MANY_OPEN_FILES, PERMISSION_DENIED, OTHER),
  /** read(2), readv(2) or recv(2). */
  READ(
      "read",
      CONNECTION_RESET,
      CONNECTION_ABORTED,
      CONNECTION_REFUSED,
      TIMED_OUT,
      HOST_UNREACHABLE,
      NETWORK_UNREACHABLE,
      PERMISSION_DENIED,
      OTHER),
  /** write(2), writev(2) or send(2). */
  WRITE(
      "write",
      BROKEN_PIPE,
      CONNECTION_RESET,
      CONNECTION_ABORTED,
      CONNECTION_REFUSED,
      TIMED_OUT,
      HOST_UNREACHABLE,
      NETWORK_UNREACHABLE,
      PERMISSION_DENIED,
      OTHER);

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // wrapped once, and never written again
  private final Set<SocketError> errors;

  Operation(String label, SocketError first, SocketError... others) {
    this.label = label;
    this.errors = Collections.unmodifiableSet(EnumSet.of(first, others));
  }

  /** The value of the label {@code operation}. */
  public String label() {
    return label;
  }

  /** The errors that can occur here; anything else is counted as {@link SocketError#OTHER}. */
  public Set<SocketError> errors() {
    return errors;
  }

  /** {@code error} itself where it can occur here, {@link SocketError#OTHER} where it cannot. */
  public SocketError possible(SocketError error) {
    return errors.contains(error) ? error : OTHER;
  }
}
