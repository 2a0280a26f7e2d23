package dev.sshpulse.telemetry;

import dev.sshpulse.model.Deaths;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import dev.sshpulse.model.Verdict;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Keeps 1,000 endings, in at most half a megabyte, and how many failed in each minute of the last
 * hour. What ends most often gives way to what ends seldom: where a hundred sessions a second close
 * in order, the few that failed are still told. Any thread may read them.
 */
public final class RecentEndings implements SshListener {

  /** No more than these are told of. */
  public static final int MOST_KEPT = 1_000;

  private final Deque<Ending> newestFirst = new ArrayDeque<>();
  private final Map<Verdict, Integer> kept = new HashMap<>();
  private final LastHour lastHour = new LastHour();

  @Override
  public void connectionRecognised(SshConnection connection) {}

  @Override
  public synchronized void connectionEnded(Ending ending) {
    if (newestFirst.size() == MOST_KEPT) {
      forgetOldestOf(commonest());
    }
    newestFirst.addFirst(ending);
    kept.merge(ending.verdict(), 1, Integer::sum);
    lastHour.add(ending);
  }

  private Verdict commonest() {
    return Collections.max(kept.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private void forgetOldestOf(Verdict verdict) {
    Iterator<Ending> oldestFirst = newestFirst.descendingIterator();
    while (!oldestFirst.next().verdict().equals(verdict)) {}
    oldestFirst.remove();
    kept.merge(verdict, -1, Integer::sum);
  }

  /** Those of this moment, the newest first; a copy. */
  public synchronized List<Ending> newestFirst() {
    return new ArrayList<>(newestFirst);
  }

  /**
   * How many failed in each minute of the last hour, the oldest first.
   *
   * @param now by the host's clock
   */
  public synchronized List<Deaths> deaths(Instant now) {
    return lastHour.before(now);
  }
}
