package dev.sshpulse.connections;

import dev.sshpulse.model.LiveCounts;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is wrong with live connections, counted when somebody asks. */
final class LiveTally implements LiveCounts {
  /**
   * A look may fall between a probe and its answer, what was asked may be long ago, and the next
   * look seconds away: only several looks that agree are believed.
   */
  private static final long A_GLANCE_MILLIS = 1_000;

  private final KernelLook kernel;
  private final long afterMillis;
  private volatile OfBothSides counted = new OfBothSides();

  private static final class OfBothSides {
    private final OfOneSide client = new OfOneSide();
    private final OfOneSide server = new OfOneSide();

    OfOneSide of(Side side) {
      return side == Side.CLIENT ? client : server;
    }
  }

  private static final class OfOneSide {
    long halfOpen;
    long blockedWriters;
    long closeWait;
    final Map<Protection, Count> protection = new EnumMap<>(Protection.class);

    OfOneSide() {
      for (Protection each : Protection.values()) {
        protection.put(each, new Count());
      }
    }

    Count of(Protection one) {
      return Objects.requireNonNull(protection.get(one));
    }
  }

  /** Not a boxed number: that would be garbage for each connection at each scrape. */
  private static final class Count {
    long value;
  }

  /** Counts what lasts for so long. */
  LiveTally(KernelLook kernel, long afterMillis) {
    this.kernel = kernel;
    this.afterMillis = afterMillis;
  }

  void count(List<LiveConnection> live, long now) {
    OfBothSides fresh = new OfBothSides();
    for (LiveConnection connection : live) {
      add(fresh.of(connection.side()), connection, now);
    }
    counted = fresh;
  }

  private void add(OfOneSide side, LiveConnection connection, long now) {
    Watched watched = connection.watched();
    side.of(watched.protection).value++;
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

  @Override
  public boolean kernelReadable() {
    return kernel.readable();
  }

  @Override
  public long halfOpen(Side side) {
    return counted.of(side).halfOpen;
  }

  @Override
  public long blockedWriters(Side side) {
    return counted.of(side).blockedWriters;
  }

  @Override
  public long closeWait(Side side) {
    return counted.of(side).closeWait;
  }

  @Override
  public long unprotected(Side side, Protection lack) {
    return counted.of(side).of(lack).value;
  }
}
