package dev.sshpulse.connections;

import dev.sshpulse.model.LiveCounts;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is wrong with live connections, counted when somebody asks. */
final class LiveTally implements LiveCounts {
  /**
   * A look may fall between a probe and its answer, what was asked may be long ago, and the next
   * look seconds away: only several looks that agree are believed.
   */
  private static final long A_GLANCE_MILLIS = 1_000;

  private final KernelLook kernel;
  private final long afterMillis;
  private volatile Map<Side, OfOneSide> counted = Map.of();

  private static final class OfOneSide {
    long halfOpen;
    long blockedWriters;
    long closeWait;
    final Map<Protection, Long> protection = new EnumMap<>(Protection.class);
  }

  /** Counts what lasts for so long. */
  LiveTally(KernelLook kernel, long afterMillis) {
    this.kernel = kernel;
    this.afterMillis = afterMillis;
  }

  void count(List<LiveConnection> live, long now) {
    Map<Side, OfOneSide> fresh = new EnumMap<>(Side.class);
    for (LiveConnection connection : live) {
      add(fresh.computeIfAbsent(connection.side(), unused -> new OfOneSide()), connection, now);
    }
    counted = fresh;
  }

  private void add(OfOneSide side, LiveConnection connection, long now) {
    Watched watched = connection.watched();
    side.protection.merge(watched.protection, 1L, Long::sum);
    if (lasts(watched.peerClosedSince, now)) {
      side.closeWait++;
    }
    if (lasts(watched.unansweredSince, now) && watched.owedFor() >= A_GLANCE_MILLIS) {
      side.halfOpen++;
      if (connection.traffic().writingMillis() != 0) {
        side.blockedWriters++;
      }
    }
  }

  private boolean lasts(long since, long now) {
    return since != 0 && now - since >= afterMillis;
  }

  private OfOneSide of(Side side) {
    return counted.getOrDefault(side, new OfOneSide());
  }

  @Override
  public boolean kernelReadable() {
    return kernel.readable();
  }

  @Override
  public long halfOpen(Side side) {
    return of(side).halfOpen;
  }

  @Override
  public long blockedWriters(Side side) {
    return of(side).blockedWriters;
  }

  @Override
  public long closeWait(Side side) {
    return of(side).closeWait;
  }

  @Override
  public long unprotected(Side side, Protection lack) {
    return of(side).protection.getOrDefault(lack, 0L);
  }
}
