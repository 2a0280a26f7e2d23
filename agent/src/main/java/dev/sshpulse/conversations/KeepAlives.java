package dev.sshpulse.conversations;

import dev.sshpulse.model.Heartbeat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The keepalives that this side sends on one connection: global requests (RFC 4254 section 4) whose
 * name nobody but their inventor knows, so that any answer will do. Answers come in the order of
 * the requests.
 */
final class KeepAlives {
  private static final int MOST_WAITING = 64;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LibraryCounters counters;
  private final Queue<Request> waiting = new ArrayDeque<>();
  private long lastSent;
  private boolean answeredBefore;

  /** Read by the thread that judges connections. */
  private volatile @Nullable Heartbeat heartbeat;

  private static final class Request {
    final boolean keepAlive;
    final long nanos;
    boolean counted;

    Request(boolean keepAlive, long nanos) {
      this.keepAlive = keepAlive;
      this.nanos = nanos;
    }
  }

  KeepAlives(LibraryCounters counters) {
    this.counters = counters;
  }

  /** Whether one has no answer. */
  boolean pending() {
    return unanswered() > 0;
  }

  /** How many have none. */
  int unanswered() {
    int unanswered = 0;
    for (Request request : waiting) {
      unanswered += request.keepAlive ? 1 : 0;
    }
    return unanswered;
  }

  /** What the library is set to: it may probe only when nothing else moves. */
  void isSetTo(Heartbeat set) {
    if (lastSent == 0) {
      heartbeat = set;
    }
  }

  /** How this side probes, as it was last seen to or is set to; null if nothing is known. */
  @Nullable Heartbeat heartbeat() {
    return heartbeat;
  }

  /** This side sent a global request. */
  void requested(Message request, long nanos, Narration narration) {
    boolean keepAlive = isKeepAlive(request.name());
    if (keepAlive) {
      sent(request.flag(), nanos, narration);
    }
    if (request.flag() && waiting.size() < MOST_WAITING) {
      waiting.add(new Request(keepAlive, nanos));
    }
  }

  /** One of a kind that is never answered. */
  void sentWithoutQuestion(long nanos, Narration narration) {
    sent(false, nanos, narration);
  }

  private void sent(boolean answerWanted, long nanos, Narration narration) {
    counters.keepAliveSent(narration.side());
    countUnanswered(narration);
    long interval = lastSent == 0 ? 0 : (nanos - lastSent) / NANOS_PER_MILLI;
    lastSent = nanos;
    Heartbeat before = heartbeat;
    long known = interval == 0 && before != null ? before.intervalMillis() : interval;
    heartbeat = new Heartbeat(answerWanted, known);
  }

  /** An answer came in; to something else where nothing waits. */
  void answered(long nanos, Narration narration) {
    Request oldest = waiting.poll();
    boolean first = !answeredBefore;
    answeredBefore = true;
    if (first && narration.connection().fromTheMiddle()) {
      return; // perhaps to one that nobody has seen
    }
    if (oldest != null && oldest.keepAlive) {
      Duration roundTrip = Duration.ofNanos(nanos - oldest.nanos);
      narration.tell(listener -> listener.keepAliveAnswered(narration.connection(), roundTrip));
    }
  }

  /** What waits has waited in vain: the next is due, or all is over. Each counts once. */
  void countUnanswered(Narration narration) {
    for (Request request : waiting) {
      if (request.keepAlive && !request.counted) {
        request.counted = true;
        counters.keepAliveUnanswered(narration.side());
      }
    }
  }

  private static boolean isKeepAlive(String name) {
    return name.startsWith("keepalive@")
        || name.startsWith("keep-alive@")
        || name.equals("trilead-ping");
  }
}
