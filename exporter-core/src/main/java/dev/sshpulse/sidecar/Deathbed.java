package dev.sshpulse.sidecar;

import dev.sshpulse.diagnosis.Closer;
import dev.sshpulse.diagnosis.Reply;
import dev.sshpulse.diagnosis.Said;
import dev.sshpulse.diagnosis.Symptoms;
import dev.sshpulse.host.KernelSocket;
import dev.sshpulse.host.TcpSocket;
import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.SocketError;
import org.jspecify.annotations.Nullable;

/**
 * From what the kernel showed of a connection, and what sshd said of it, to the symptoms that its
 * own process would have had. What cannot be told from outside is not made up.
 */
final class Deathbed {
  /** A peer's FIN that nobody has read counts as one byte. */
  private static final long FIN = 1;

  private final HostConnection dead;
  private final @Nullable SshdWords words;
  private final boolean timeoutsRose;

  /**
   * @param words of the server about this client; null where none are known
   * @param timeoutsRose whether this host may have given up connections since this one was well
   */
  Deathbed(HostConnection dead, @Nullable SshdWords words, boolean timeoutsRose) {
    this.dead = dead;
    this.words = words;
    this.timeoutsRose = timeoutsRose;
  }

  Symptoms symptoms(long halfOpenAfterMillis) {
    long asked =
        dead.movement.unansweredSince() == 0
            ? dead.movement.activity()
            : dead.movement.unansweredSince();
    return new Symptoms(
        error(),
        dead.over,
        dead.peerClosedFirst() || (words != null && words.closedByPeer()),
        closer(),
        dead.movement.activity(),
        asked,
        dead.movement.silenceBefore(),
        reply(),
        dead.movement.unansweredSince() != 0
            && dead.over - dead.movement.unansweredSince() >= halfOpenAfterMillis,
        keepAlive(),
        said(),
        dead.carried.received(),
        dead.carried.sent());
  }

  private @Nullable SocketError error() {
    SocketError told = words == null ? null : words.error();
    if (told != null) {
      return told;
    }
    boolean inOrder = dead.closing || dead.hasClosedInOrder();
    return inOrder || (words != null && words.conclusive()) ? null : inferred();
  }

  /** It was torn down: by whom, the kernel tells no stranger, but it leaves traces. */
  private @Nullable SocketError inferred() {
    if ((dead.owed() || dead.probed()) && timeoutsRose) {
      return SocketError.TIMED_OUT;
    }
    return dead.toldGone && !abortedHere() ? SocketError.CONNECTION_RESET : null;
  }

  /** Whoever closes with bytes unread, or with SO_LINGER 0, sends an RST himself. */
  private boolean abortedHere() {
    KernelSocket gone = dead.gone;
    if (gone == null) {
      return false;
    }
    long fin = dead.last.socket().state() == TcpSocket.State.CLOSE_WAIT ? FIN : 0;
    boolean disconnected = gone.addresses().peerPort() == 0;
    return disconnected || gone.socket().receiveQueueBytes() > fin;
  }

  private Closer closer() {
    boolean here = dead.closing || dead.hasClosedInOrder() || abortedHere();
    return here ? Closer.APPLICATION : Closer.UNSEEN;
  }

  private Reply reply() {
    return dead.owed() ? Reply.OWED : Reply.GIVEN;
  }

  /** By what was seen of its probes, for its own settings are its own. */
  private @Nullable KeepAlive keepAlive() {
    if (!dead.probed()) {
      return null;
    }
    long idle = Math.max(0, dead.movement.unansweredSince() - dead.movement.activity());
    return new KeepAlive(true, idle, dead.over - dead.movement.unansweredSince(), 1);
  }

  private @Nullable Said said() {
    if (words != null) {
      return words.said(dead.over);
    }
    boolean bytesKnown = dead.last.info() != null;
    return bytesKnown ? null : new Said(0, true, null, false, false, false, false, null);
  }
}
