package dev.sshpulse.connections;

import dev.sshpulse.host.TcpAddresses;
import dev.sshpulse.host.TcpSocket;
import dev.sshpulse.host.TcpTable;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.SshConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel's table of sockets what it knows of the live connections: what the peer has
 * acknowledged, what is being repeated without an answer, and who has closed.
 *
 * <p>The kernel walks its whole table for one answer, so it is asked often only while somebody
 * waits for an answer, and never for more than a hundredth of the time.
 */
final class KernelLook {
  private static final long CALM_MILLIS = 5_000;

  /** By then an answer has come over most paths, or the kernel has begun to repeat. */
  private static final long PATIENCE_MILLIS = 300;

  private static final long SHARE_OF_TIME = 100;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Times of traffic are behind by as much. */
  private static final long CLOCK_MILLIS = 100;

  /** What was acknowledged much later than that was not with the peer's last words. */
  private static final long LAST_WORDS_MILLIS = 1_000;

  /** Twice as long as the third probe of a window may take, with the shortest of timeouts. */
  private static final long NEXT_PROBE_MILLIS = 2_000;

  private final TcpTable table;
  private final Faults faults;
  private final LongSupplier nanos;
  private volatile boolean readable;
  private long lastLook = -CALM_MILLIS;
  private long lastCostMillis;
  private long costBeforeMillis;

  /**
   * @param nanos the clock that says what a look costs
   */
  KernelLook(TcpTable table, Faults faults, LongSupplier nanos) {
    this.table = table;
    this.faults = faults;
    this.nanos = nanos;
    this.readable = table.readable();
  }

  boolean readable() {
    return readable;
  }

  void look(List<LiveConnection> live, long now) {
    if (live.isEmpty() || !isDue(live, now)) {
      return;
    }
    long from = nanos.getAsLong();
    try {
      ask(live, now);
      readable = true;
    } catch (IOException e) {
      if (readable) {
        faults.swallowed(Faults.Where.CONNECTIONS);
      }
      readable = false; // until it can be read again: absent is not what it was before
    }
    lastLook = now;
    costBeforeMillis = lastCostMillis;
    lastCostMillis = (nanos.getAsLong() - from) / NANOS_PER_MILLI;
  }

  private boolean isDue(List<LiveConnection> live, long now) {
    long since = now - lastLook;
    if (since < cost() * SHARE_OF_TIME) {
      return false;
    }
    return since >= CALM_MILLIS || somebodyWaits(live, now);
  }

  /**
   * In milliseconds of the wall. The first look loads classes, and on a busy machine any look may
   * wait for a core: only two slow ones in a row mean that the table is long.
   */
  private long cost() {
    return Math.min(lastCostMillis, costBeforeMillis);
  }

  private static boolean somebodyWaits(List<LiveConnection> live, long now) {
    for (LiveConnection connection : live) {
      if (waits(connection, now)) {
        return true;
      }
    }
    return false;
  }

  private static boolean waits(LiveConnection connection, long now) {
    Traffic traffic = connection.traffic();
    if (!isInTheTable(connection)) {
      return false;
    }
    boolean owed = !traffic.heardSince() && traffic.acknowledged() < traffic.sent();
    boolean blocked = traffic.writingMillis() != 0;
    return connection.watched().unansweredSince != 0
        || (owed && now - traffic.askedMillis() >= PATIENCE_MILLIS)
        || (blocked && now - traffic.writingMillis() >= PATIENCE_MILLIS);
  }

  private static boolean isInTheTable(LiveConnection connection) {
    SshConnection announced = connection.watched().connection;
    return announced.local() != null && announced.peer() != null;
  }

  private void ask(List<LiveConnection> live, long now) throws IOException {
    Map<TcpAddresses, LiveConnection> wanted = new HashMap<>(2 * live.size());
    for (LiveConnection connection : live) {
      Watched watched = connection.watched();
      SshConnection announced = watched.connection;
      InetSocketAddress local = announced.local();
      InetSocketAddress peer = announced.peer();
      if (local != null && peer != null) {
        watched.sentWhenAsked = connection.traffic().sent();
        wanted.put(TcpAddresses.of(local, peer), connection);
      }
    }
    table
        .find(wanted.keySet())
        .forEach((addresses, socket) -> take(wanted.get(addresses), socket, now));
  }

  private void take(@Nullable LiveConnection connection, TcpSocket socket, long now) {
    if (connection == null) {
      return;
    }
    Watched watched = connection.watched();
    Traffic traffic = connection.traffic();
    long acknowledged = watched.sentWhenAsked - socket.sendQueueBytes();
    boolean progress = acknowledged > watched.acknowledgedAtMost;
    watched.acknowledgedAtMost = acknowledgedAtMost(traffic, socket);
    boolean more = acknowledged > traffic.acknowledged();
    if (more) {
      traffic.acknowledge(acknowledged, lastThere(traffic, socket, now));
    }
    if (!isRepeated(socket)) {
      if (more || progress || !mayBeLost(traffic, socket)) {
        watched.wellAt = lastThere(traffic, socket, now);
      }
      watched.repeatedSince = 0;
      watched.unansweredSince = 0;
    } else if (!isPassedOver(watched, socket, now)) {
      repeats(watched, traffic, socket.sendQueueBytes() > 0, progress, now);
    }
    watched.peerClosedSince = peerClosedSince(watched, socket, now);
  }

  /**
   * Whether bytes are under way of which nobody knows yet: the kernel waits for a while before it
   * repeats them. How much of a write has gone that has not returned, only the kernel knows.
   */
  private static boolean mayBeLost(Traffic traffic, TcpSocket socket) {
    return socket.timer() == TcpSocket.Timer.RETRANSMIT && traffic.writingMillis() == 0;
  }

  /**
   * When a peer was last there with which all is well, or which has acknowledged something since
   * the last look. If it still owes something, that may have been with its last words.
   */
  private long lastThere(Traffic traffic, TcpSocket socket, long now) {
    long heard = traffic.lastReceivedMillis();
    boolean spoke =
        heard != 0 && heard > lastLook - CLOCK_MILLIS && now - heard <= LAST_WORDS_MILLIS;
    return spoke && socket.sendQueueBytes() > 0 ? heard : now;
  }

  /**
   * A write that came while the kernel was asked is in its queue and was not in our count, or the
   * other way round. Of one that has not returned, nobody knows how much the kernel has taken.
   */
  private static long acknowledgedAtMost(Traffic traffic, TcpSocket socket) {
    return traffic.writingMillis() != 0 ? Long.MAX_VALUE : traffic.sent() - socket.sendQueueBytes();
  }

  /** A peer that merely takes its time acknowledges, and answers probes of its window. */
  private static boolean isRepeated(TcpSocket socket) {
    return socket.retransmits() > 0 || socket.unansweredProbes() > 0;
  }

  /**
   * A peer without room answers probes of its window twice a second at most (Linux: {@code
   * tcp_invalid_ratelimit}). The second probe comes sooner than that, so one without an answer says
   * nothing until the next has had time for its own.
   */
  private static boolean isPassedOver(Watched watched, TcpSocket socket, long now) {
    if (watched.repeatedSince == 0) {
      watched.repeatedSince = now;
    }
    return socket.timer() == TcpSocket.Timer.ZERO_WINDOW_PROBE
        && socket.unansweredProbes() == 1
        && now - watched.repeatedSince < NEXT_PROBE_MILLIS;
  }

  private static void repeats(
      Watched watched, Traffic traffic, boolean bytes, boolean progress, long now) {
    watched.owedAt = now;
    if (watched.unansweredSince == 0) {
      beginSilence(watched, traffic, bytes, now);
    } else if (progress || traffic.lastReceivedMillis() > watched.unansweredSince) {
      watched.unansweredSince = progress ? now : traffic.lastReceivedMillis();
      watched.silenceBefore = 0;
    }
  }

  /**
   * Finds the first byte or probe without an answer. Where part of what was said has been answered,
   * bytes were moving, and only the looks can tell until when.
   */
  private static void beginSilence(Watched watched, Traffic traffic, boolean bytes, long now) {
    long asked = traffic.askedMillis();
    if (asked == 0 && bytes) {
      watched.silenceBefore = 0; // said before anybody looked
      watched.unansweredSince = Math.max(watched.wellAt, traffic.openedMillis());
    } else if (!bytes) {
      watched.silenceBefore = now - traffic.lastActivityMillis();
      watched.unansweredSince = now;
    } else if (traffic.heardSince() || traffic.acknowledgedSince()) {
      watched.silenceBefore = 0;
      watched.unansweredSince =
          Math.max(asked, Math.max(watched.wellAt, traffic.lastReceivedMillis()));
    } else {
      watched.silenceBefore = traffic.silenceMillis();
      watched.unansweredSince = asked;
    }
  }

  private static long peerClosedSince(Watched watched, TcpSocket socket, long now) {
    if (socket.state() != TcpSocket.State.CLOSE_WAIT) {
      return 0;
    }
    return watched.peerClosedSince == 0 ? now : watched.peerClosedSince;
  }
}
