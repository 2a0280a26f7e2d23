package dev.sshpulse.sidecar;

import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.TcpAddresses;
import dev.sshpulse.host.TcpInfo;
import dev.sshpulse.host.TcpSocket;
import dev.sshpulse.host.TcpSocket.State;
import dev.sshpulse.host.TcpSocket.Timer;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection on an SSH port, and what the looks have found out about it. Times are milliseconds
 * of the clock of {@link Look}; 0 is "never" or "not now". For one thread at a time.
 */
final class HostConnection {

  /** Whose it is to count. */
  enum Owner {
    /** Nobody's yet: not both ends have spoken, or the agent next door has not been asked. */
    UNDECIDED,
    /** The sidecar's. */
    SIDECAR,
    /** An agent's in a JVM next door. */
    AGENT
  }

  private static final long RTT_EVERY_MILLIS = 60_000;
  private static final long LEFT_AFTER_MILLIS = 30_000;
  private static final long NANOS_PER_MICRO = 1_000;

  final TcpAddresses addresses;
  final Side side;

  /** Seen by the first look of all: nobody knows when it began. */
  final boolean foundOpen;

  /** An agent has counted it before it left. */
  private boolean taken;

  final long firstSeen;

  /** It is at least as old: when it was first seen the kernel knew of bytes that had moved. */
  final long openSince;

  final Carried carried = new Carried();
  final Movement movement;
  final KeepAliveEstimate keepAlive = new KeepAliveEstimate();

  Owner owner = Owner.UNDECIDED;

  /** Once it is the sidecar's. */
  @Nullable SshConnection announced;

  KernelSocket last;
  long lastSeen;

  /** Since when the peer's FIN has been there without a close here. */
  long peerClosedSince;

  /** When it was first missed. */
  long over;

  /** Whether the kernel told of all that it let go of when this was missed. */
  boolean toldGone;

  /** Whether the kernel had it in a state that only whoever closes first gets to. */
  boolean closedHereFirst;

  /** Whether it was still there when it was over, being closed. */
  boolean closing;

  /** As the kernel let go of it. */
  @Nullable KernelSocket gone;

  /** How many connections of this host had been given up when it was last seen. */
  long timeoutAborts;

  private long rttTakenAt;
  private long unclaimedSince;

  HostConnection(KernelSocket socket, Side side, boolean foundOpen, long now) {
    this.addresses = socket.addresses();
    this.side = side;
    this.foundOpen = foundOpen;
    this.firstSeen = now;
    this.last = socket;
    this.lastSeen = now;
    this.movement = new Movement(socket, now);
    this.openSince = movement.activity();
  }

  /** The kernel's own number for it, or the next best. */
  static long identity(KernelSocket socket) {
    return socket.cookie() != 0 ? socket.cookie() : socket.socket().inode();
  }

  /**
   * Whether this is the same socket, having the same addresses. A source without cookies knows it
   * by its inode, which it has once its process has accepted it.
   */
  boolean is(KernelSocket socket) {
    if (last.cookie() != 0 && socket.cookie() != 0) {
      return last.cookie() == socket.cookie();
    }
    long inode = last.socket().inode();
    return inode == 0 || inode == socket.socket().inode();
  }

  /** Whether anybody can still use it: neither closed by its process nor on its way out. */
  static boolean isOpen(KernelSocket socket) {
    return switch (socket.socket().state()) {
      case ESTABLISHED, CLOSE_WAIT -> true;
      case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK -> socket.socket().inode() != 0;
      default -> false;
    };
  }

  /** Whether nobody can use it any more, though the kernel still has something to do about it. */
  static boolean isBeingClosed(KernelSocket socket) {
    return switch (socket.socket().state()) {
      case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT -> !isOpen(socket);
      default -> false;
    };
  }

  /**
   * Whether both ends have said something, as far as the kernel tells: more than the FIN of a port
   * check, which counts as a byte.
   */
  static boolean isConversation(KernelSocket socket) {
    TcpInfo info = socket.info();
    return info == null || (info.bytesReceived() > 1 && hasSent(info));
  }

  /**
   * Kernels before 4.19 do not count what was sent; SYN and FIN are acknowledged as one byte each.
   */
  private static boolean hasSent(TcpInfo info) {
    return info.bytesSent() > 0 || info.bytesAcked() > 2;
  }

  /** It is there, and open. */
  void seen(KernelSocket socket, Look look, Survivals survivals) {
    keepAlive.seen(socket, look.now());
    long survived = movement.seen(socket, look.now());
    if (survived > 0) {
      survivals.survived(this, keepAlive.onTheWire(survived));
    }
    timeoutAborts = look.abortsBefore();
    boolean peerClosed = socket.socket().state() == State.CLOSE_WAIT;
    peerClosedSince = !peerClosed ? 0 : peerClosedSince == 0 ? look.now() : peerClosedSince;
    if (socket.info() != null) {
      carried.now(socket.info(), socket.socket().state() == State.CLOSE_WAIT);
    }
    last = socket;
    lastSeen = look.now();
  }

  /** Who is told of silences that a flow has survived. */
  interface Survivals {
    void survived(HostConnection connection, long silenceMillis);
  }

  /** It is no longer open. */
  void isOver(Look look) {
    over = look.now();
    toldGone = look.tellsGone();
  }

  /**
   * What is left of it in the kernel's table.
   *
   * @param trace a socket with the same addresses; null where there is none
   */
  void leaves(@Nullable KernelSocket trace) {
    if (trace == null || isOpen(trace)) {
      return; // nothing, or another that has taken its place
    }
    closing = true;
    closedHereFirst =
        switch (trace.socket().state()) {
          case FIN_WAIT_1, FIN_WAIT_2, CLOSING, TIME_WAIT -> true;
          default -> false;
        };
  }

  /**
   * Whether this is what the kernel tells as it lets go of it. It has no inode then; a source
   * without cookies has seen it, if the addresses are the same.
   */
  boolean isAsGone(KernelSocket socket) {
    return last.cookie() == 0
        ? addresses.equals(socket.addresses())
        : last.cookie() == socket.cookie();
  }

  /** An agent tells of it. */
  void isClaimed() {
    unclaimedSince = 0;
    taken = true;
  }

  /**
   * Whether nobody else tells of it: at once where nobody ever did, but an agent that did may only
   * be slow to answer.
   */
  boolean isLeftBy(long now) {
    if (owner != Owner.AGENT) {
      return true;
    }
    unclaimedSince = unclaimedSince == 0 ? now : unclaimedSince;
    return now - unclaimedSince >= LEFT_AFTER_MILLIS;
  }

  boolean isOwn() {
    return owner == Owner.SIDECAR;
  }

  boolean isUndecided() {
    return owner == Owner.UNDECIDED;
  }

  boolean isConversation() {
    return isConversation(last) || (gone != null && gone.info() != null && isConversation(gone));
  }

  /**
   * The kernel has let go of it.
   *
   * @param socket as it was then
   */
  void isGone(KernelSocket socket) {
    gone = socket;
    movement.gone(end());
    if (socket.info() != null) {
      carried.now(socket.info(), peerClosedFirst());
    }
  }

  /** Whether the peer's FIN was here before anybody here closed. */
  boolean peerClosedFirst() {
    State state = last.socket().state();
    return !closedHereFirst
        && (state == State.CLOSE_WAIT
            || state == State.LAST_ACK
            || (hasClosedInOrder() && !heardNothingMore()));
  }

  /**
   * Whether nothing has come since it was last seen, no FIN either: whoever closes first and is
   * then sent more answers with an RST, and leaves nothing in the table.
   */
  private boolean heardNothingMore() {
    TcpInfo before = last.info();
    TcpInfo after = gone == null || gone.equals(last) ? null : gone.info();
    return before != null && after != null && before.bytesReceived() == after.bytesReceived();
  }

  /** Whether a FIN of this side's was acknowledged before the kernel let go of it. */
  boolean hasClosedInOrder() {
    TcpInfo info = gone == null ? null : gone.info();
    if (info == null) {
      return false;
    }
    long syn = side == Side.CLIENT ? 1 : 0;
    return info.bytesAcked() - (info.bytesSent() - info.bytesRetransmitted()) - syn >= 1;
  }

  /** Whether it has come since somebody counts. */
  boolean isNew() {
    return !foundOpen && !taken;
  }

  boolean isOpenNow() {
    return over == 0;
  }

  /** Whether bytes of ours were under way in the end: being repeated, if there was time. */
  boolean owed() {
    return end().sendQueueBytes() > 0;
  }

  /** Whether probes of ours had no answer in the end. */
  boolean probed() {
    return end().unansweredProbes() > 0 && end().sendQueueBytes() == 0;
  }

  /** As the kernel let go of it, or else as it was last seen. */
  private TcpSocket end() {
    return gone != null && gone.info() != null ? gone.socket() : last.socket();
  }

  boolean waitsForAnswer() {
    return movement.unansweredSince() != 0;
  }

  /** Whether TCP's probes go unanswered, not those of a window that is full. */
  boolean keepAliveUnanswered() {
    return probed()
        && last.socket().timer() == Timer.KEEPALIVE
        && movement.unansweredForMoreThanALook();
  }

  /** Whether a writer would have to wait: the socket takes no more until the peer acknowledges. */
  boolean sendBufferFull() {
    return last.sendBufferFull();
  }

  /** TCP's round trip time, once a minute and at the end; null in between. */
  @Nullable Duration roundTrip(long now) {
    KernelSocket source = gone == null ? last : gone;
    TcpInfo info = source.info();
    boolean due = over != 0 || rttTakenAt == 0 || now - rttTakenAt >= RTT_EVERY_MILLIS;
    if (info == null || info.rttMicros() == 0 || !due) {
      return null;
    }
    rttTakenAt = now;
    return Duration.ofNanos(info.rttMicros() * NANOS_PER_MICRO);
  }
}
