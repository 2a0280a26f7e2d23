package dev.sshpulse.http;

import dev.sshpulse.model.ConnectionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has been told of the live connections, so that only what is new is told again. Silences and
 * ages grow by themselves: they are told when they do not. For one thread.
 */
final class LiveDiff {

  /** Where more have moved bytes, the others have their turn next time: a tick must stay short. */
  static final int MOST_MOVED = 1_000;

  private static final long TOLERATED_MILLIS = 1_500;

  private final Map<Long, Told> told = new HashMap<>();
  private long looks;

  /**
   * What is new.
   *
   * @param begun told of for the first time
   * @param changed told of before, and otherwise
   * @param gone their numbers
   */
  record Delta(List<ConnectionStatus> begun, List<ConnectionStatus> changed, List<Long> gone) {
    boolean isEmpty() {
      return begun.isEmpty() && changed.isEmpty() && gone.isEmpty();
    }
  }

  private static final class Told {
    ConnectionStatus status;
    long atMillis;
    long look;

    Told(ConnectionStatus status) {
      this.status = status;
    }

    void tell(ConnectionStatus fresh, long now) {
      status = fresh;
      atMillis = now;
    }
  }

  /**
   * What is new among these, which counts as told from now on.
   *
   * @param now milliseconds of a monotonic clock
   */
  Delta next(List<ConnectionStatus> live, long now) {
    looks++;
    Delta delta = new Delta(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<ConnectionStatus> moved = new ArrayList<>();
    for (ConnectionStatus status : live) {
      sort(status, now, delta, moved);
    }
    tellOldestNews(moved, now, delta.changed());
    forgetGone(delta.gone());
    return delta;
  }

  private void sort(ConnectionStatus status, long now, Delta delta, List<ConnectionStatus> moved) {
    Told known = told.get(status.connection().id());
    if (known == null) {
      known = new Told(status);
      told.put(status.connection().id(), known);
      known.tell(status, now);
      delta.begun().add(status);
    } else if (isOtherwise(known.status, status, now - known.atMillis)) {
      known.tell(status, now);
      delta.changed().add(status);
    } else if (hasMoved(known.status, status)) {
      moved.add(status);
    }
    known.look = looks;
  }

  private void tellOldestNews(List<ConnectionStatus> moved, long now, List<ConnectionStatus> into) {
    if (moved.size() > MOST_MOVED) {
      moved.sort((one, other) -> Long.compare(toldAt(one), toldAt(other)));
    }
    for (ConnectionStatus status : moved.subList(0, Math.min(moved.size(), MOST_MOVED))) {
      Objects.requireNonNull(told.get(status.connection().id())).tell(status, now);
      into.add(status);
    }
  }

  private long toldAt(ConnectionStatus status) {
    return Objects.requireNonNull(told.get(status.connection().id())).atMillis;
  }

  private void forgetGone(List<Long> gone) {
    Iterator<Map.Entry<Long, Told>> all = told.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Long, Told> entry = all.next();
      if (entry.getValue().look != looks) {
        gone.add(entry.getKey());
        all.remove();
      }
    }
  }

  private static boolean hasMoved(ConnectionStatus before, ConnectionStatus now) {
    return before.receivedBytes() != now.receivedBytes() || before.sentBytes() != now.sentBytes();
  }

  private static boolean isOtherwise(ConnectionStatus before, ConnectionStatus now, long millis) {
    return before.protection() != now.protection()
        || before.library() != now.library()
        || !Objects.equals(before.process(), now.process())
        || hasJumped(before.unanswered(), now.unanswered(), millis)
        || hasJumped(before.blocked(), now.blocked(), millis)
        || hasJumped(before.peerClosed(), now.peerClosed(), millis)
        || (!hasMoved(before, now) && hasJumped(before.silent(), now.silent(), millis));
  }

  /** Whether a time that runs has begun, ended, or run otherwise than the clock. */
  private static boolean hasJumped(@Nullable Duration before, @Nullable Duration now, long millis) {
    if (before == null || now == null) {
      return (before == null) != (now == null);
    }
    return Math.abs(now.toMillis() - before.toMillis() - millis) > TOLERATED_MILLIS;
  }
}
