package dev.sshpulse.model;

import java.util.List;

/**
 * What the kernel says of the sockets on SSH ports, whoever holds them, as of the last look.
 *
 * <p>Read by telemetry when somebody scrapes; any thread may call.
 */
public interface TcpCounts {

  /** Whether the kernel could be asked; if not, nothing here is known, and not zero. */
  boolean readable();

  /** Whether it tells of round trips, retransmits and bytes; {@code /proc} does not. */
  boolean detailed();

  /** The names of all states that {@link #connections} knows, such as {@code close_wait}. */
  List<String> states();

  /** Sockets in this state. */
  long connections(String state);

  /** Segments sent again since the start, on all connections that were seen; never decreasing. */
  long retransmits();

  /** Bytes written and not acknowledged. */
  long sendQueueBytes();

  /** Open connections that are known to have TCP keepalive switched on, or off. */
  long keepAlive(boolean on);

  /** Of those with it on, the ones whose probes have had no answer. */
  long keepAliveUnanswered();
}
