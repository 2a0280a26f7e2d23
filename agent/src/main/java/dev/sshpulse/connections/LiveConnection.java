package dev.sshpulse.connections;

import dev.sshpulse.conversations.Conversation;
import dev.sshpulse.conversations.Description;
import dev.sshpulse.diagnosis.Closer;
import dev.sshpulse.diagnosis.Reply;
import dev.sshpulse.diagnosis.Said;
import dev.sshpulse.diagnosis.Symptoms;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Heartbeat;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.SshConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One SSH connection from its recognition to its end.
 *
 * <p>Application threads mark what happened; sshpulse's threads, under the lock of {@link
 * Connections}, read it.
 */
public final class LiveConnection {
  private static final Duration BLOCKED = Duration.ofSeconds(1);

  private final long id;
  private final Side side;
  private final Traffic traffic;
  private final long recognisedMillis;
  private final boolean fromTheMiddle;
  private final AtomicReference<@Nullable FirstFailure> firstFailure = new AtomicReference<>();
  private volatile boolean leaked;

  /** Null where there was room for it; otherwise whether it is open. */
  private volatile @Nullable AtomicBoolean untracked;

  private volatile long endedMillis;
  private volatile @Nullable Watched watched;

  // Only under the lock of Connections:
  private long accountedReceived;
  private long accountedSent;
  private boolean told;
  private boolean established;
  private volatile @Nullable Conversation conversation;

  LiveConnection(
      long id, Side side, Traffic traffic, long recognisedMillis, boolean fromTheMiddle) {
    this.id = id;
    this.side = side;
    this.traffic = traffic;
    this.recognisedMillis = recognisedMillis;
    this.fromTheMiddle = fromTheMiddle;
  }

  long id() {
    return id;
  }

  /** Equality is identity, but to number that takes the JVM a while. */
  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  /** Which end this process is. */
  public Side side() {
    return side;
  }

  /** When both ends had spoken. */
  long recognisedMillis() {
    return recognisedMillis;
  }

  void failed(SocketError error, PulseClock clock) {
    FirstFailure before = firstFailure.get();
    while (before == null || isEchoOf(error, before.error)) {
      FirstFailure failure = new FirstFailure(error, clock.millis(), new LastWords(traffic));
      if (firstFailure.compareAndSet(before, failure)) {
        return;
      }
      before = firstFailure.get();
    }
  }

  /**
   * The kernel tells one call why a socket died, and every write after it EPIPE; but of two threads
   * that fail at the same moment, the one that was told EPIPE may be the first to get here.
   */
  private static boolean isEchoOf(SocketError error, SocketError before) {
    return before == SocketError.BROKEN_PIPE && error != SocketError.BROKEN_PIPE;
  }

  void ended(long millis, boolean leaked) {
    this.leaked = leaked;
    this.endedMillis = millis;
  }

  /** Whether a call failed, or nobody closed it. */
  boolean hasFailed() {
    return leaked || firstFailure.get() != null;
  }

  /** Whether it has ended, also where the word of it was lost. */
  boolean isOver() {
    return endedMillis != 0 || traffic.isClosed();
  }

  /** There was no room for it: it is counted, but nobody hears of it. */
  void untracked() {
    untracked = new AtomicBoolean(true);
  }

  boolean isUntracked() {
    return untracked != null;
  }

  /** Ends one that is untracked; true on the first call: two threads may have seen it closed. */
  boolean endUntracked() {
    AtomicBoolean open = untracked;
    return open != null && open.compareAndSet(true, false);
  }

  Traffic traffic() {
    return traffic;
  }

  /** Notes who it is between; true on the first call. */
  boolean announce(PulseClock clock) {
    if (watched != null) {
      return false;
    }
    SshConnection announced =
        new SshConnection(
            id,
            side,
            clock.instant(traffic.openedMillis()),
            clock.instant(recognisedMillis),
            traffic.localAddress(),
            traffic.peerAddress(),
            fromTheMiddle);
    watched = new Watched(announced);
    return true;
  }

  /** Listeners hear of its beginning. */
  void told() {
    told = true;
  }

  boolean isTold() {
    return told;
  }

  /** Listeners hear that it can be used; true on the first call. */
  boolean establish() {
    boolean first = !established;
    established = true;
    return first;
  }

  /** An SSH library speaks on it. */
  void join(Conversation conversation) {
    this.conversation = conversation;
  }

  /** How its SSH library probes the peer; null where nothing is known of it. */
  @Nullable Heartbeat heartbeat() {
    Conversation known = conversation;
    return known == null ? null : known.heartbeat();
  }

  /** What an SSH library says on it; null where none is known to. */
  @Nullable Conversation conversation() {
    return conversation;
  }

  /** What is known of it beside its traffic; once it is announced. */
  Watched watched() {
    Watched known = watched;
    if (known == null) {
      throw new IllegalStateException("connection " + id + " was not announced");
    }
    return known;
  }

  /** How it is doing. */
  ConnectionStatus status(long now) {
    Watched known = watched();
    return new ConnectionStatus(
        known.connection,
        library(),
        Duration.ofMillis(Math.max(0, now - traffic.lastActivityMillis())),
        known.protection,
        since(known.unansweredSince, now),
        blocked(now),
        since(known.peerClosedSince, now),
        traffic.received(),
        traffic.sent(),
        null);
  }

  /** What claims it may be described later than it is joined. */
  private Library library() {
    Conversation known = conversation;
    Description described = known == null ? null : known.description();
    return described == null ? Library.UNKNOWN : described.library();
  }

  /** A write that is merely under way is not blocked. */
  private @Nullable Duration blocked(long now) {
    Duration writing = since(traffic.writingMillis(), now);
    return writing == null || writing.compareTo(BLOCKED) < 0 ? null : writing;
  }

  private static @Nullable Duration since(long millis, long now) {
    return millis == 0 ? null : Duration.ofMillis(Math.max(0, now - millis));
  }

  /** When it ended; {@code now} if nobody saw it. */
  long endMillis(long now) {
    return endedMillis == 0 ? now : endedMillis;
  }

  /** From its recognition to its end. */
  Duration lived(long end) {
    return Duration.ofMillis(Math.max(0, end - recognisedMillis));
  }

  /**
   * What was seen of it.
   *
   * @param end when it ended
   */
  Symptoms symptoms(long end, long halfOpenAfter) {
    FirstFailure first = firstFailure.get();
    LastWords words = first == null ? new LastWords(traffic) : first.lastWords;
    Watched seen = watched();
    Reply reply = reply(words, seen);
    boolean owed = reply == Reply.OWED;
    long asked = owed ? seen.unansweredSince : words.asked;
    return new Symptoms(
        first == null ? null : first.error,
        first == null ? end : first.millis,
        traffic.endOfStream() || seen.peerClosedSince != 0,
        closer(),
        words.activity,
        // A write after the path had died says nothing of when it did: the kernel does.
        asked == 0 ? traffic.openedMillis() : asked,
        owed ? seen.silenceBefore : words.silence,
        reply,
        seen.unansweredSince != 0 && end - seen.unansweredSince >= halfOpenAfter,
        seen.keepAlive,
        said(),
        traffic.received(),
        traffic.sent());
  }

  /** Of one that is seen from the middle at least that it had been at work. */
  private @Nullable Said said() {
    Conversation spoken = conversation;
    if (spoken != null) {
      return spoken.said();
    }
    return fromTheMiddle ? new Said(0, true, null, false, false, false, false, null) : null;
  }

  /** Whether a silence that began then was seen to begin. */
  boolean knowsSilence(long since) {
    return !fromTheMiddle || since > traffic.openedMillis();
  }

  private Closer closer() {
    if (endedMillis == 0 || traffic.closedUnseen()) {
      return Closer.UNSEEN;
    }
    if (leaked) {
      return Closer.COLLECTOR;
    }
    return traffic.closedTiredOfWaiting()
        ? Closer.APPLICATION_TIRED_OF_WAITING
        : Closer.APPLICATION;
  }

  /** What came in before the kernel was seen to repeat is no reply to what it repeats. */
  private Reply reply(LastWords words, Watched seen) {
    // Of what was sent before anybody looked, only the kernel knows: then more waits than was seen.
    boolean older = fromTheMiddle && seen.acknowledgedAtMost < 0;
    if (words.acknowledged && !older) {
      return Reply.GIVEN;
    }
    if (seen.unansweredSince != 0 && words.heard <= seen.owedAt) {
      return Reply.OWED;
    }
    return words.heardSince ? Reply.GIVEN : Reply.UNKNOWN;
  }

  /** Bytes received since this was last asked. */
  long newlyReceived() {
    long received = traffic.received();
    long fresh = received - accountedReceived;
    accountedReceived = received;
    return fresh;
  }

  /** Bytes sent since this was last asked. */
  long newlySent() {
    long sent = traffic.sent();
    long fresh = sent - accountedSent;
    accountedSent = sent;
    return fresh;
  }
}
