package dev.sshpulse.connections;

import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.Protection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the keepalive options of live connections, and judges what they are good for. */
final class ProtectionLook {
  private static final long AGAIN_AFTER_MILLIS = 30_000;
  private static final int MOST_AT_ONCE = 1_000;

  /**
   * One that lives shorter is not worth four system calls: no silence can have endangered it, and
   * the kernel gives up on none so soon.
   */
  private static final long YOUNG_MILLIS = 500;

  private final long withinMillis;
  private @Nullable KeepAlive last;

  ProtectionLook(long withinMillis) {
    this.withinMillis = withinMillis;
  }

  void look(List<LiveConnection> live, long now) {
    int judged = 0;
    for (LiveConnection connection : live) {
      Watched watched = connection.watched();
      if (isDue(connection, watched, now)) {
        judge(connection, watched, now);
        if (++judged == MOST_AT_ONCE) {
          return;
        }
      }
    }
  }

  private static boolean isDue(LiveConnection connection, Watched watched, long now) {
    return watched.judgedAt == 0
        ? now - connection.traffic().openedMillis() >= YOUNG_MILLIS
        : now - watched.judgedAt >= AGAIN_AFTER_MILLIS;
  }

  private void judge(LiveConnection connection, Watched watched, long now) {
    KeepAlive keepAlive = shared(connection.traffic().keepAlive());
    watched.judgedAt = now;
    if (keepAlive != null || watched.keepAlive == null) {
      watched.keepAlive = keepAlive;
      watched.protection = Protection.of(keepAlive, connection.heartbeat(), withinMillis);
    }
  }

  /** Most connections of a process have the same options: one object will do. */
  private @Nullable KeepAlive shared(@Nullable KeepAlive fresh) {
    if (fresh == null || !fresh.equals(last)) {
      last = fresh;
    }
    return last;
  }
}
