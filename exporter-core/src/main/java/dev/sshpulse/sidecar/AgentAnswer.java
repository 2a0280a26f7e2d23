package dev.sshpulse.sidecar;

import dev.sshpulse.host.AgentsNextDoor.Reading;
import dev.sshpulse.host.TcpAddresses;
import dev.sshpulse.model.Side;
import java.util.Map;

/**
 * What the agents next door have said. Times are milliseconds of the clock of {@link Look}.
 *
 * @param asOf when they were asked
 * @param live what lives
 * @param ended what has ended, as far as that was asked
 * @param endedAsOf when that was asked; 0: never
 */
record AgentAnswer(long asOf, Reading live, Map<TcpAddresses, Side> ended, long endedAsOf) {

  /** An agent recognises SSH when both ends have spoken, as we do, but not in the same moment. */
  private static final long RECOGNISED_BY_THEN_MILLIS = 500;

  /** What is over it has recognised already, and may be about to note that it ended. */
  private static final long NOTED_BY_THEN_MILLIS = 250;

  /** Whether an agent has this very socket. */
  boolean names(HostConnection connection) {
    return live.connections().containsKey(connection.addresses)
        || (!connection.isOpenNow() && ended.containsKey(connection.addresses));
  }

  /** Whether an agent that has it would have said so. */
  boolean covers(HostConnection connection) {
    return (connection.isOpenNow() ? asOf : endedAsOf) >= knownBy(connection);
  }

  /** From when on an agent that has it says so. */
  static long knownBy(HostConnection connection) {
    return connection.isOpenNow()
        ? connection.firstSeen + RECOGNISED_BY_THEN_MILLIS
        : connection.over + NOTED_BY_THEN_MILLIS;
  }
}
