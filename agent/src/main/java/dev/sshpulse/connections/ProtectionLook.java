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
    int asked = 0;
    for (LiveConnection connection : live) {
      Watched watched = connection.watched();
      if (asked < MOST_AT_ONCE && isDue(connection, watched, now)) {
        ask(connection, watched, now);
        asked++;
      }
      judge(connection, watched);
    }
  }

  private static boolean isDue(LiveConnection connection, Watched watched, long now) {
    return watched.askedAt == 0
        ? now - connection.traffic().openedMillis() >= YOUNG_MILLIS
        : now - watched.askedAt >= AGAIN_AFTER_MILLIS;
  }

  private void ask(LiveConnection connection, Watched watched, long now) {
    KeepAlive keepAlive = shared(connection.traffic().keepAlive());
    watched.askedAt = now;
    if (keepAlive != null) {
      watched.keepAlive = keepAlive;
    }
  }

  /** Every time: what the library does may have been seen since the socket was asked. */
  private void judge(LiveConnection connection, Watched watched) {
    if (watched.askedAt != 0) {
      watched.protection = Protection.of(watched.keepAlive, connection.heartbeat(), withinMillis);
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
