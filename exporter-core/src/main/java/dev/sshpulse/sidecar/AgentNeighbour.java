package dev.sshpulse.sidecar;

import dev.sshpulse.host.AgentsNextDoor;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.sidecar.HostConnection.Owner;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Agents in the JVMs of this network namespace; what they report is theirs to count. All but {@link
 * #status} is for one thread at a time.
 */
final class AgentNeighbour implements Neighbour {
  private static final long EVERY_MILLIS = 5_000;

  /** By then somebody has answered, if there is anybody. */
  private static final long FIRST_ANSWER_WITHIN_MILLIS = 1_500;

  /** Less than {@link HostConnections} waits, by a look: who is undecided then is nobody's. */
  private static final long DECIDED_AFTER_END_MILLIS = 900;

  private static final long SERVED_MILLIS = 60_000;

  private final AgentInquiry inquiry;

  /**
   * When a port was last known to be served by a JVM whose agent reports a connection on it that is
   * there: what comes to it, and goes before anybody can be asked, is that JVM's as well.
   */
  private final Map<Integer, Long> served = new HashMap<>();

  private long askedAt;

  AgentNeighbour(AgentsNextDoor agents) {
    inquiry = new AgentInquiry(agents);
  }

  @Override
  public void ask(long now, boolean somebodyNew, boolean newAndGone) {
    if (askedAt == 0 || somebodyNew || now - askedAt >= EVERY_MILLIS) {
      askedAt = now;
      inquiry.want(now, newAndGone, now);
    }
  }

  @Override
  public Owner of(HostConnection connection, long now) {
    AgentAnswer answer = inquiry.last();
    if (answer != null && answer.names(connection)) {
      isServed(connection, answer);
      return Owner.AGENT;
    }
    if (connection.owner != Owner.UNDECIDED) {
      return Owner.SIDECAR;
    }
    if (answer != null && serves(answer, connection, now)) {
      return Owner.AGENT;
    }
    if (!mayYetBeNamed(connection, answer, now)) {
      return Owner.SIDECAR;
    }
    inquiry.want(AgentAnswer.knownBy(connection), !connection.isOpenNow(), now);
    return Owner.UNDECIDED;
  }

  private void isServed(HostConnection connection, AgentAnswer by) {
    if (connection.side == Side.SERVER) {
      served.put(connection.addresses.localPort(), by.asOf());
    }
  }

  private boolean serves(AgentAnswer answer, HostConnection connection, long now) {
    Long knownAt = served.get(connection.addresses.localPort());
    return connection.side == Side.SERVER
        && knownAt != null
        && now - knownAt < SERVED_MILLIS
        && answer.live().status() != null;
  }

  private static boolean mayYetBeNamed(
      HostConnection connection, @Nullable AgentAnswer answer, long now) {
    if (!connection.isOpenNow() && now - connection.over >= DECIDED_AFTER_END_MILLIS) {
      return false;
    }
    return answer == null
        ? now - connection.firstSeen < FIRST_ANSWER_WITHIN_MILLIS
        : answer.live().answered() && !answer.covers(connection);
  }

  @Override
  public @Nullable SourceStatus status() {
    AgentAnswer answer = inquiry.last();
    return answer == null ? null : answer.live().status();
  }

  @Override
  public void close() {
    inquiry.close();
  }
}
