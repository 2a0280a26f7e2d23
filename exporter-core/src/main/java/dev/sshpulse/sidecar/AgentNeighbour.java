package dev.sshpulse.sidecar;

import dev.sshpulse.host.AgentsNextDoor;
import dev.sshpulse.host.TcpAddresses;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.sidecar.HostConnection.Owner;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Agents in the JVMs of this network namespace; what they report is theirs to count. */
final class AgentNeighbour implements Neighbour {
  private static final long EVERY_MILLIS = 5_000;

  /** An agent recognises SSH when both ends have spoken, as we do, but not in the same moment. */
  private static final long RECOGNISED_BY_THEN_MILLIS = 500;

  private final AgentsNextDoor agents;
  private volatile SourceStatus status =
      new SourceStatus(AgentsNextDoor.NAME, false, "not asked yet", Duration.ZERO);
  private Map<TcpAddresses, Side> reported = Map.of();
  private Map<TcpAddresses, Side> ended = Map.of();

  /** A port that one JVM listens on is no other process's. */
  private final Set<Integer> servedPorts = new HashSet<>();

  private long askedAt;

  AgentNeighbour(AgentsNextDoor agents) {
    this.agents = agents;
  }

  @Override
  public void ask(long now, boolean somebodyNew, boolean newAndGone) {
    if (askedAt != 0 && !somebodyNew && now - askedAt < EVERY_MILLIS) {
      return;
    }
    ended = newAndGone ? agents.ended().connections() : Map.of();
    AgentsNextDoor.Reading reading = agents.read();
    askedAt = now;
    status = reading.status();
    reported = reading.connections();
    if (!status.up()) {
      servedPorts.clear();
    }
    reported.forEach(
        (addresses, side) -> {
          if (side == Side.SERVER) {
            servedPorts.add(addresses.localPort());
          }
        });
  }

  @Override
  public Owner of(HostConnection connection, long now) {
    boolean served =
        connection.side == Side.SERVER && servedPorts.contains(connection.addresses.localPort());
    if (served
        || reported.containsKey(connection.addresses)
        || (!connection.isOpenNow() && ended.containsKey(connection.addresses))) {
      return Owner.AGENT;
    }
    boolean asked = askedAt - connection.firstSeen >= RECOGNISED_BY_THEN_MILLIS;
    return connection.owner == Owner.UNDECIDED && status.up() && !asked
        ? Owner.UNDECIDED
        : Owner.SIDECAR;
  }

  @Override
  public SourceStatus status() {
    return status;
  }
}
