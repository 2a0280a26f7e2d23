package dev.sshpulse.model;

/**
 * What only the process itself can count: the calls on its sockets. Exact at any moment.
 *
 * <p>Read by telemetry when somebody scrapes; any thread may call.
 */
public interface SocketCounts extends ConnectionCounts {

  /** Writes on SSH connections that failed with EPIPE. */
  long sigpipes(Side side);

  /** Socket calls that the kernel failed; zero for an error outside {@link Operation#errors()}. */
  long failures(Protocol protocol, Operation operation, SocketError error);
}
