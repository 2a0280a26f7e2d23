package dev.sshpulse.sidecar;

import dev.sshpulse.model.Heartbeat;
import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a connection of this host would notice in time that its path has died. */
final class Judge {
  private final Supplier<@Nullable KeepAlive> host;
  private final Supplier<@Nullable Heartbeat> sshd;
  private final long withinMillis;

  /**
   * @param host keepalive of sockets that set nothing of their own; gives null where unreadable
   * @param sshd what the server on this host does by its configuration; gives null where nothing is
   *     known of it
   */
  Judge(Supplier<@Nullable KeepAlive> host, Supplier<@Nullable Heartbeat> sshd, long withinMillis) {
    this.host = host;
    this.sshd = sshd;
    this.withinMillis = withinMillis;
  }

  /** Also of a client whose own ServerAliveInterval nobody outside can see. */
  Protection protection(HostConnection connection) {
    KeepAlive keepAlive = connection.keepAlive.of(host.get(), !connection.foundOpen);
    Heartbeat heartbeat = connection.side == Side.SERVER ? sshd.get() : null;
    return Protection.of(keepAlive, heartbeat, withinMillis);
  }
}
