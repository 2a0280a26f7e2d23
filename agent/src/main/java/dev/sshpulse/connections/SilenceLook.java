package dev.sshpulse.connections;

import dev.sshpulse.diagnosis.PathTimeouts;
import dev.sshpulse.model.KeepAlive;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Sees which silences connections have survived. It looks from time to time, so it knows of a
 * silence only that it was at least so long: right for a lower bound.
 */
final class SilenceLook {
  /** Our times of activity are true to a tenth of a second. */
  private static final long MARGIN_MILLIS = 200;

  private final PathTimeouts paths;
  private long lastLook;

  SilenceLook(PathTimeouts paths) {
    this.paths = paths;
  }

  void look(List<LiveConnection> live, long now) {
    for (LiveConnection connection : live) {
      look(connection.watched(), connection.traffic(), now);
    }
    lastLook = now;
  }

  private void look(Watched watched, Traffic traffic, long now) {
    long activity = traffic.lastActivityMillis();
    if (watched.activitySeen != 0 && activity != watched.activitySeen) {
      watched.brokenSilence = Math.max(watched.brokenSilence, lastLook - watched.activitySeen);
    }
    if (watched.brokenSilence > 0 && isAnswered(watched, traffic)) {
      survived(watched, watched.brokenSilence, now);
      watched.brokenSilence = 0;
    }
    countAnsweredProbes(watched, activity, now);
    watched.activitySeen = activity;
    watched.receivedSeen = traffic.received();
  }

  private static boolean isAnswered(Watched watched, Traffic traffic) {
    return traffic.received() != watched.receivedSeen || traffic.acknowledged() >= traffic.sent();
  }

  /** What TCP keepalive asks and the peer's kernel answers breaks a silence, and nobody sees it. */
  private void countAnsweredProbes(Watched watched, long activity, long now) {
    KeepAlive keepAlive = watched.keepAlive;
    if (keepAlive == null || !keepAlive.on()) {
      return;
    }
    long probed = Math.max(activity, watched.probesCountedAt) + keepAlive.idleMillis();
    if (watched.wellAt > probed + MARGIN_MILLIS) {
      watched.probesCountedAt = watched.wellAt;
      survived(watched, keepAlive.idleMillis(), now);
    }
  }

  private void survived(Watched watched, long silence, long now) {
    InetSocketAddress peer = watched.connection.peer();
    if (peer != null) {
      KeepAlive keepAlive = watched.keepAlive;
      long probedAfter =
          keepAlive != null && keepAlive.on() ? keepAlive.idleMillis() : Long.MAX_VALUE;
      paths.survived(peer.getAddress(), Math.min(silence, probedAfter), now);
    }
  }
}
