package dev.sshpulse.telemetry;

import dev.sshpulse.model.Ending;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Keeps the last 1,000 endings, in at most half a megabyte. Any thread may read them. */
public final class RecentEndings implements SshListener {

  private static final int MOST_KEPT = 1_000;

  private final Deque<Ending> newestFirst = new ArrayDeque<>();

  @Override
  public void connectionRecognised(SshConnection connection) {}

  @Override
  public synchronized void connectionEnded(Ending ending) {
    if (newestFirst.size() == MOST_KEPT) {
      newestFirst.removeLast();
    }
    newestFirst.addFirst(ending);
  }

  /** Those of this moment, the newest first; a copy. */
  public synchronized List<Ending> newestFirst() {
    return new ArrayList<>(newestFirst);
  }
}
