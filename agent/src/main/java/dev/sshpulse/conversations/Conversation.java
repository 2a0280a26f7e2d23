package dev.sshpulse.conversations;

import dev.sshpulse.diagnosis.OwnReason;
import dev.sshpulse.diagnosis.Said;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Heartbeat;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What one session of an SSH library says and hears. It is joined with the connection that it takes
 * place on when both are known; what was heard before is remembered until then. For one thread at a
 * time.
 */
public final class Conversation {
  private static final int MOST_REMEMBERED = 32;

  private final Logins logins;
  private final Channels channels;
  private final KeepAlives keepAlives;
  private final Queue<Heard> remembered = new ArrayDeque<>();
  private @Nullable Description description;
  private @Nullable Attempt attempt;
  private long attemptedNanos;
  private long describedNanos;
  private @Nullable Narration narration;
  private boolean lost;
  private boolean keysSent;
  private boolean keysReceived;
  private long keysNanos;
  private long overNanos;
  private @Nullable Integer disconnect;
  private boolean disconnectSent;
  private @Nullable OwnReason ownReason;

  private record Heard(Message message, long nanos) {}

  Conversation(LibraryCounters counters, Faults faults) {
    this.logins = new Logins(counters);
    this.channels = new Channels(counters, faults);
    this.keepAlives = new KeepAlives(counters);
  }

  void describe(Description fresh, long nanos) {
    description = fresh.over(description);
    describedNanos = nanos;
  }

  /** When it was last described, by {@code System.nanoTime}. */
  public long describedNanos() {
    return describedNanos;
  }

  /** The attempt that led to it was known by another name. */
  void adopt(Conversation other) {
    if (attempt == null && other.attempt != null) {
      attempt(other.attempt, other.attemptedNanos);
    }
  }

  void attempt(Attempt begun, long nanos) {
    attempt = begun;
    attemptedNanos = nanos;
  }

  @Nullable Attempt attempt() {
    return attempt;
  }

  long attemptedNanos() {
    return attemptedNanos;
  }

  /** What the library knows of it; null until it was described. */
  public @Nullable Description description() {
    return description;
  }

  /** Whether its connection is known. */
  public boolean isJoined() {
    return narration != null;
  }

  /** Whether the connection that it took place on has ended. */
  boolean isOver() {
    return lost && narration != null;
  }

  /** Its connection is known from now on. */
  public void join(Narration connection) {
    narration = connection;
    if (connection.connection().fromTheMiddle()) {
      establish(connection, connection.connection().recognisedAt(), false);
    }
    for (Heard heard = remembered.poll(); heard != null; heard = remembered.poll()) {
      hear(heard.message, heard.nanos, connection);
    }
  }

  /** The peer is gone: libraries say goodbye all the same, and close their channels. */
  void lost() {
    lost = true;
  }

  void hear(Message message, long nanos) {
    if (lost) {
      return;
    }
    if (narration != null) {
      hear(message, nanos, narration);
    } else if (remembered.size() < MOST_REMEMBERED && message.matters()) {
      remembered.add(new Heard(message, nanos));
    }
  }

  private void hear(Message message, long nanos, Narration connection) {
    switch (message.number()) {
      case Message.DISCONNECT -> disconnected(message, nanos);
      case Message.NEWKEYS -> newKeys(message.sent(), nanos, connection);
      case Message.USERAUTH_REQUEST -> logins.requested(message, nanos, connection);
      case Message.USERAUTH_FAILURE ->
          logins.failed(message.sent(), message.flag(), nanos, connection);
      case Message.USERAUTH_SUCCESS -> logins.succeeded(message.sent(), nanos, connection);
      case Message.CHANNEL_OPEN -> channels.opening(message);
      case Message.CHANNEL_OPEN_CONFIRMATION -> channels.confirmed(message, nanos, connection);
      case Message.CHANNEL_OPEN_FAILURE -> channels.refused(message);
      case Message.CHANNEL_REQUEST -> channels.requested(message, connection);
      case Message.CHANNEL_EOF -> channels.ended(message);
      case Message.CHANNEL_CLOSE -> channels.closed(message, nanos, connection);
      default -> probe(message, nanos, connection);
    }
  }

  private void probe(Message message, long nanos, Narration connection) {
    if (message.number() == Message.GLOBAL_REQUEST && message.sent()) {
      keepAlives.requested(message, nanos, connection);
    } else if (isAnswer(message.number()) && !message.sent()) {
      keepAlives.answered(nanos, connection);
    }
  }

  private static boolean isAnswer(int number) {
    return number == Message.REQUEST_SUCCESS
        || number == Message.REQUEST_FAILURE
        || number == Message.UNIMPLEMENTED;
  }

  private void disconnected(Message message, long nanos) {
    over(nanos);
    if (disconnect == null) {
      disconnect = message.value();
      disconnectSent = message.sent();
    }
  }

  /** Each direction has its own (RFC 4253 section 7.3); a rekey brings no news. */
  private void newKeys(boolean sent, long nanos, Narration connection) {
    keysSent |= sent;
    keysReceived |= !sent;
    if (keysSent && keysReceived && keysNanos == 0) {
      keysNanos = nanos;
      establish(connection, connection.instant(nanos), true);
    }
  }

  private void establish(Narration connection, Instant at, boolean keys) {
    Description known = description;
    if (known == null) {
      return;
    }
    Attempt begun = attempt;
    Establishment told =
        new Establishment(
            connection.connection(),
            at,
            keys,
            known.library(),
            known.libraryVersion(),
            known.clientVersion(),
            known.serverVersion(),
            known.host() == null && begun != null ? begun.host() : known.host(),
            begun == null ? null : begun.parent());
    connection.establish(told);
  }

  /**
   * Keepalives are no reason where none waits for its answer; and what a library says after the
   * peer has sent it away repeats the peer's reason.
   */
  void giveReason(OwnReason reason, long nanos) {
    boolean sentAway = disconnect != null && !disconnectSent;
    if (sentAway || (reason == OwnReason.KEEPALIVE_UNANSWERED && !keepAlives.pending())) {
      return;
    }
    over(nanos);
    if (ownReason == null) {
      ownReason = reason;
    }
  }

  void waited(int most, long nanos) {
    if (keepAlives.unanswered() >= most) {
      giveReason(OwnReason.KEEPALIVE_UNANSWERED, nanos);
    }
  }

  private void over(long nanos) {
    if (overNanos == 0) {
      overNanos = nanos;
    }
  }

  void probeWithoutQuestion(long nanos) {
    if (narration != null) {
      keepAlives.sentWithoutQuestion(nanos, narration);
    }
  }

  void isSetToProbe(Heartbeat set) {
    keepAlives.isSetTo(set);
  }

  /** How this side probes; null if nothing is known of it. */
  public @Nullable Heartbeat heartbeat() {
    return keepAlives.heartbeat();
  }

  /** What is known at the end; call before {@link #end}. */
  public Said said() {
    return new Said(
        overNanos == 0 || narration == null ? 0 : narration.millis(overNanos),
        keysNanos != 0 || isFromTheMiddle(),
        disconnect,
        disconnectSent,
        logins.refused(),
        channels.anyUnderWay(),
        keepAlives.pending(),
        ownReason);
  }

  private boolean isFromTheMiddle() {
    return narration != null && narration.connection().fromTheMiddle();
  }

  /**
   * The connection is over.
   *
   * @param nanos of {@code System.nanoTime}
   * @param failed whether it failed, and with it what was under way
   */
  public void end(long nanos, boolean failed) {
    Narration connection = narration;
    lost = true; // what is still said must not be counted
    if (connection == null) {
      return;
    }
    logins.end(null, nanos, connection);
    channels.endAll(nanos, failed, connection);
    if (failed) {
      keepAlives.countUnanswered(connection);
    }
  }
}
