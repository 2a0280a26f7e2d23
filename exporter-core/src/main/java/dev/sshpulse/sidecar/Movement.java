package dev.sshpulse.sidecar;

import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.TcpInfo;
import dev.sshpulse.host.TcpSocket;

/**
 * When bytes of a connection last moved, and since when something of ours has had no answer. Times
 * are milliseconds of the clock of {@link Look}.
 */
final class Movement {
  private KernelSocket last;
  private long seenAt;
  private long activity;
  private long wellAt;
  private long askedAt;
  private long unansweredSince;
  private long silenceBefore;
  private int looksUnanswered;

  /** Of a socket that was just found; the kernel may know what moved before. */
  Movement(KernelSocket first, long now) {
    last = first;
    seenAt = now;
    activity = now;
    activity = Math.min(now, movedAt(first, now));
  }

  /**
   * It is still open.
   *
   * @return a silence that it has survived since the look before, milliseconds; 0 if none
   */
  long seen(KernelSocket socket, long now) {
    long survived = 0;
    if (isUnanswered(socket.socket())) {
      unanswered(now);
      looksUnanswered++;
    } else {
      survived = answered(socket, now);
    }
    last = socket;
    seenAt = now;
    return survived;
  }

  /**
   * The kernel has let go of it.
   *
   * @param end as it was then
   */
  void gone(TcpSocket end) {
    if (isUnanswered(end)) {
      unanswered(seenAt);
    }
  }

  private static boolean isUnanswered(TcpSocket socket) {
    boolean repeated = socket.retransmits() > 0 && socket.sendQueueBytes() > 0;
    return repeated || socket.unansweredProbes() > 0;
  }

  private void unanswered(long now) {
    if (unansweredSince == 0) {
      unansweredSince = askedAt != 0 ? askedAt : wellAt != 0 ? wellAt : now;
      silenceBefore = Math.max(0, unansweredSince - activity);
    }
  }

  private long answered(KernelSocket socket, long now) {
    long moved = movedAt(socket, now);
    boolean broken = moved > seenAt && activity < seenAt && heardAt(socket, now) > seenAt;
    long survived = broken ? seenAt - activity : 0;
    activity = Math.max(activity, moved);
    unansweredSince = 0;
    silenceBefore = 0;
    looksUnanswered = 0;
    settle(socket, now);
    return survived;
  }

  /** Bytes under way may be the first of those that nobody will ever answer. */
  private void settle(KernelSocket socket, long now) {
    TcpInfo info = socket.info();
    if (socket.socket().sendQueueBytes() == 0) {
      wellAt = now;
      askedAt = 0;
    } else if (isAcknowledgedFurther(socket)) {
      wellAt = ackAt(socket, now);
      askedAt = 0;
    } else if (askedAt == 0 && info != null) {
      askedAt = now - info.lastDataSentMillis();
    }
  }

  private boolean isAcknowledgedFurther(KernelSocket socket) {
    TcpInfo info = socket.info();
    TcpInfo before = last.info();
    return (info == null || before == null)
        ? socket.socket().sendQueueBytes() != last.socket().sendQueueBytes()
        : info.bytesAcked() > before.bytesAcked();
  }

  private static long ackAt(KernelSocket socket, long now) {
    TcpInfo info = socket.info();
    return info == null ? now : now - info.lastAckReceivedMillis();
  }

  /**
   * When data last moved. What is under way has not, unless the peer has acknowledged more; where
   * the kernel does not tell, it is when a queue was seen to change.
   */
  private long movedAt(KernelSocket socket, long now) {
    TcpInfo info = socket.info();
    if (info == null) {
      return haveQueuesChanged(socket) ? now : activity;
    }
    long moved = heardAt(socket, now);
    if (socket.socket().sendQueueBytes() > 0) {
      moved = isAcknowledgedFurther(socket) ? Math.max(moved, ackAt(socket, now)) : moved;
    } else if (info.bytesSent() > 0) {
      moved = Math.max(moved, now - info.lastDataSentMillis());
    }
    return moved == Long.MIN_VALUE ? activity : moved;
  }

  private boolean haveQueuesChanged(KernelSocket socket) {
    return socket.socket().sendQueueBytes() != last.socket().sendQueueBytes()
        || socket.socket().receiveQueueBytes() != last.socket().receiveQueueBytes();
  }

  private static long heardAt(KernelSocket socket, long now) {
    TcpInfo info = socket.info();
    return (info == null || info.bytesReceived() == 0)
        ? Long.MIN_VALUE
        : now - info.lastDataReceivedMillis();
  }

  /** When bytes last moved, and were answered for all that is known. */
  long activity() {
    return activity;
  }

  /** Since when bytes or probes have had no answer; 0 while all is well. */
  long unansweredSince() {
    return unansweredSince;
  }

  /** How long nothing had moved before {@link #unansweredSince}. */
  long silenceBefore() {
    return silenceBefore;
  }

  /** A single look may fall between a probe and its answer. */
  boolean unansweredForMoreThanALook() {
    return looksUnanswered > 1;
  }
}
