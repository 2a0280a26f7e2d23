package dev.sshpulse.sidecar;

import dev.sshpulse.model.ConnectionCounts;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.Verdict;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The sidecar's own connections, counted. Any thread may read. */
final class Tally implements ConnectionCounts {
  private final Map<Side, OfOneSide> sides = new EnumMap<>(Side.class);
  private Consumer<Duration> roundTrips = unused -> {};
  private long retransmits;

  private static final class OfOneSide {
    long active;
    long recognised;
    long ended;
    long received;
    long sent;
    final Map<Verdict, Long> failed = new HashMap<>();
  }

  Tally() {
    for (Side side : Side.values()) {
      sides.put(side, new OfOneSide());
    }
  }

  /** From now on, what TCP measures goes there as well. */
  synchronized void tellRoundTrips(Consumer<Duration> taker) {
    roundTrips = taker;
  }

  /**
   * Those that were open before anybody looked are no news: a restart must not look like a rush.
   */
  synchronized void began(HostConnection connection) {
    if (connection.isNew()) {
      of(connection.side).recognised++;
    }
  }

  synchronized void ended(HostConnection connection, Verdict verdict) {
    OfOneSide side = of(connection.side);
    side.ended++;
    if (verdict.cause().failed()) {
      side.failed.merge(verdict, 1L, Long::sum);
    }
    account(connection);
  }

  /** All that are open now. */
  synchronized void take(Collection<HostConnection> open, long now) {
    sides.values().forEach(side -> side.active = 0);
    for (HostConnection connection : open) {
      if (connection.isOwn()) {
        of(connection.side).active++;
        account(connection);
      }
      measure(connection, now);
    }
  }

  /** TCP's figures are nobody else's: of an agent's connections, too. */
  synchronized void measure(HostConnection connection, long now) {
    retransmits += connection.carried.newlyRetransmitted();
    Duration roundTrip = connection.roundTrip(now);
    if (roundTrip != null) {
      roundTrips.accept(roundTrip);
    }
  }

  private void account(HostConnection connection) {
    OfOneSide side = of(connection.side);
    side.received += connection.carried.newlyReceived();
    side.sent += connection.carried.newlySent();
  }

  private OfOneSide of(Side side) {
    OfOneSide counts = sides.get(side);
    if (counts == null) {
      throw new AssertionError(side);
    }
    return counts;
  }

  synchronized long retransmits() {
    return retransmits;
  }

  @Override
  public synchronized long active(Side side) {
    return of(side).active;
  }

  @Override
  public synchronized long recognised(Side side) {
    return of(side).recognised;
  }

  @Override
  public synchronized long ended(Side side) {
    return of(side).ended;
  }

  @Override
  public synchronized long failed(Side side, Verdict verdict) {
    return of(side).failed.getOrDefault(verdict, 0L);
  }

  @Override
  public synchronized long receivedBytes(Side side) {
    return of(side).received;
  }

  @Override
  public synchronized long sentBytes(Side side) {
    return of(side).sent;
  }
}
