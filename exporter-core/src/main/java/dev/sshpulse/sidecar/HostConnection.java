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
  private static final long NANOS_PER_MICRO = 1_000;

  final TcpAddresses addresses;
  final Side side;

  /** Seen by the first look of all: nobody knows when it began. */
  final boolean foundOpen;

  final long firstSeen;
  final Carried carried = new Carried();
  final KeepAliveEstimate keepAlive = new KeepAliveEstimate();

  Owner owner = Owner.UNDECIDED;

  /** Once it is the sidecar's. */
  @Nullable SshConnection announced;

  KernelSocket last;
  long lastSeen;

  /** When bytes last moved, and were answered for all that is known. */
  long lastActivity;

  /** Since when bytes or probes have had no answer. */
  long unansweredSince;

  /** How long nothing had moved before {@link #unansweredSince}. */
  long silenceBefore;

  /** Since when the peer's FIN has been there without a close here. */
  long peerClosedSince;

  /** When it was last seen to be open. */
  long over;

  /** Whether the kernel had it in a state that only whoever closes first gets to. */
  boolean closedHereFirst;

  /** Whether it was still there when it was over, being closed. */
  boolean closing;

  /** As the kernel let go of it. */
  @Nullable KernelSocket gone;

  /** How many connections of this host had been given up when it was last seen to be well. */
  long timeoutAborts;

  private long wellAt;
  private long rttTakenAt;

  HostConnection(KernelSocket socket, Side side, boolean foundOpen, long now) {
    this.addresses = socket.addresses();
    this.side = side;
    this.foundOpen = foundOpen;
    this.firstSeen = now;
    this.last = socket;
    this.lastSeen = now;
    this.lastActivity = now;
  }

  /** The kernel's own number for it, or the next best. */
  static long identity(KernelSocket socket) {
    return socket.cookie() != 0 ? socket.cookie() : socket.socket().inode();
  }

  boolean is(KernelSocket socket) {
    return identity(last) == identity(socket);
  }

  /** Whether anybody can still use it: neither closed by its process nor on its way out. */
  static boolean isOpen(KernelSocket socket) {
    return switch (socket.socket().state()) {
      case ESTABLISHED, CLOSE_WAIT -> true;
      case FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK -> socket.socket().inode() != 0;
      default -> false;
    };
  }

  /** Whether both ends have said something, as far as the kernel tells. */
  static boolean isConversation(KernelSocket socket) {
    TcpInfo info = socket.info();
    return info == null || (info.bytesReceived() > 0 && info.bytesSent() > 0);
  }

  /** It is there, and open. */
  void seen(KernelSocket socket, Look look, Survivals survivals) {
    keepAlive.seen(socket, look.now());
    if (isUnanswered(socket)) {
      unanswered(look.now());
    } else {
      moved(socket, look.now(), survivals);
      unansweredSince = 0;
      silenceBefore = 0;
      wellAt = look.now();
      timeoutAborts = look.abortsBefore();
    }
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

  private static boolean isUnanswered(KernelSocket socket) {
    boolean repeated = socket.socket().retransmits() > 0 && socket.socket().sendQueueBytes() > 0;
    return repeated || socket.socket().unansweredProbes() > 0;
  }

  private void unanswered(long now) {
    if (unansweredSince == 0) {
      unansweredSince = wellAt == 0 ? now : wellAt;
      silenceBefore = Math.max(0, unansweredSince - lastActivity);
    }
  }

  private void moved(KernelSocket socket, long now, Survivals survivals) {
    long movedAt = movedAt(socket, now);
    boolean answered = heardAt(socket, now) > lastSeen;
    if (movedAt > lastSeen && lastActivity < lastSeen && answered) {
      survivals.survived(this, keepAlive.onTheWire(lastSeen - lastActivity));
    }
    lastActivity = Math.max(lastActivity, movedAt);
  }

  /** When data last moved; where the kernel does not tell, when a queue was seen to change. */
  private long movedAt(KernelSocket socket, long now) {
    TcpInfo info = socket.info();
    if (info == null) {
      boolean changed =
          socket.socket().sendQueueBytes() != last.socket().sendQueueBytes()
              || socket.socket().receiveQueueBytes() != last.socket().receiveQueueBytes();
      return changed ? now : lastActivity;
    }
    long sentAgo = info.bytesSent() > 0 ? info.lastDataSentMillis() : Long.MAX_VALUE;
    long receivedAgo = info.bytesReceived() > 0 ? info.lastDataReceivedMillis() : Long.MAX_VALUE;
    long ago = Math.min(sentAgo, receivedAgo);
    return ago == Long.MAX_VALUE ? lastActivity : now - ago;
  }

  private static long heardAt(KernelSocket socket, long now) {
    TcpInfo info = socket.info();
    return info == null || info.bytesReceived() == 0 ? 0 : now - info.lastDataReceivedMillis();
  }

  /** It is no longer open. */
  void isOver(long now) {
    over = now;
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

  boolean isOwn() {
    return owner == Owner.SIDECAR;
  }

  boolean isUndecided() {
    return owner == Owner.UNDECIDED;
  }

  boolean isConversation() {
    return isConversation(last);
  }

  /**
   * The kernel has let go of it.
   *
   * @param socket as it was then
   */
  void isGone(KernelSocket socket) {
    gone = socket;
    if (repeated() || probed()) {
      unanswered(lastSeen);
    }
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

  boolean isOpenNow() {
    return over == 0;
  }

  /** Whether bytes of ours were being repeated in the end. */
  boolean repeated() {
    return end().retransmits() > 0 && end().sendQueueBytes() > 0;
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
    return unansweredSince != 0;
  }

  /** Whether TCP's probes go unanswered, not those of a window that is full. */
  boolean keepAliveUnanswered() {
    return probed() && last.socket().timer() == Timer.KEEPALIVE;
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
