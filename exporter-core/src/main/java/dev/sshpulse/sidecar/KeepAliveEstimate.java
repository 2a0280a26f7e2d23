package dev.sshpulse.sidecar;

import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.TcpInfo;
import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.host.TcpSocket.Timer;
import dev.sshpulse.model.KeepAlive;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a stranger's SO_KEEPALIVE by the timer of its socket.
 *
 * <p>While nothing waits for an acknowledgement, the timer is keepalive's, or there is none. It is
 * due one idle time after the peer was last heard when it was set, which may be a while ago: what
 * is left, and the silence so far, come to the idle time at most, and exactly once the timer has
 * been set anew before our eyes.
 */
final class KeepAliveEstimate {
  /** The kernel tells in ticks, and not all of one look is of one moment. */
  private static final long JITTER_MILLIS = 1_000;

  private @Nullable Boolean on;
  private long idleAtLeast;
  private long dueAt;
  private boolean setBeforeOurEyes;

  void seen(KernelSocket socket, long now) {
    Timer timer = socket.socket().timer();
    boolean usable = socket.socket().state() == State.ESTABLISHED;
    if (usable && timer == Timer.KEEPALIVE) {
      on = true;
      due(socket, now);
    } else if (usable && timer == Timer.NONE) {
      on = false;
    }
  }

  private void due(KernelSocket socket, long now) {
    if (socket.socket().unansweredProbes() > 0) {
      return; // it waits for the next probe, not for the first
    }
    long due = now + socket.timerMillis();
    boolean anew = dueAt != 0 && due > dueAt + JITTER_MILLIS;
    setBeforeOurEyes |= anew;
    dueAt = due;
    TcpInfo info = socket.info();
    long silent =
        info == null ? 0 : Math.min(info.lastDataReceivedMillis(), info.lastAckReceivedMillis());
    idleAtLeast = Math.max(idleAtLeast, socket.timerMillis() + silent);
  }

  /** Whether it is on; null while that is not known. */
  @Nullable Boolean on() {
    return on;
  }

  /**
   * As far as it is known.
   *
   * @param host what holds for sockets that set nothing of their own; null where it cannot be read
   * @return null while it is not known whether it is on, or when it would begin
   */
  @Nullable KeepAlive of(@Nullable KeepAlive host, boolean seenFromItsBeginning) {
    if (on == null || host == null) {
      return null;
    }
    boolean idleKnown = setBeforeOurEyes || seenFromItsBeginning;
    long idle = idleKnown ? idleAtLeast : Math.max(idleAtLeast, host.idleMillis());
    return new KeepAlive(on, idle, host.intervalMillis(), host.probes());
  }

  /** Probes that were answered broke a longer silence of the application's. */
  long onTheWire(long silence) {
    return Boolean.TRUE.equals(on) && idleAtLeast > 0 ? Math.min(silence, idleAtLeast) : silence;
  }
}
