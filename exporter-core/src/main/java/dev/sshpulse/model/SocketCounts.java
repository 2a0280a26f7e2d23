package dev.sshpulse.model;

/**
 * What has been counted since the start, exact at any moment and never decreasing (but for {@link
 * #active}).
 *
 * <p>Read by telemetry when somebody scrapes; any thread may call.
 */
public interface SocketCounts {

  /** SSH connections open now. */
  long active(Side side);

  /** Connections recognised as SSH. */
  long recognised(Side side);

  /** SSH connections that ended. */
  long ended(Side side);

  /** Of those, the ones that failed in this way; zero for one that closed in order. */
  long failed(Side side, Verdict verdict);

  /** Bytes received on SSH connections, as they were on the wire. */
  long receivedBytes(Side side);

  /** Bytes sent on SSH connections, as they were on the wire. */
  long sentBytes(Side side);

  /** Writes on SSH connections that failed with EPIPE. */
  long sigpipes(Side side);

  /** Socket calls that the kernel failed; zero for an error outside {@link Operation#errors()}. */
  long failures(Protocol protocol, Operation operation, SocketError error);
}
