package dev.sshpulse.connections;

import dev.sshpulse.conversations.Narration.Event;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Those who hear of connections. One thread of theirs tells them, holding no lock: one that blocks
 * delays nobody but the others. The exporter starts later than the first connection, so what
 * happens until then is kept, up to a bound, and told first. The bound is on beginnings: an ending
 * takes no more room than the live connection did. One failing listener does not keep an event from
 * the others.
 */
final class Listeners {
  private static final int MOST_KEPT = 1 << 15;

  /** What happens between beginning and end may take as much room again. */
  private static final int MOST_EVENTS = 2 * MOST_KEPT;

  private final Faults faults;
  private final Queue<Event> kept = new ArrayDeque<>();
  private boolean begun;
  private boolean nobody;
  private boolean telling;
  private boolean over;

  Listeners(Faults faults) {
    this.faults = faults;
  }

  /** Nobody will listen, unless somebody does already: what was kept may go. */
  synchronized void nobody() {
    if (!begun) {
      nobody = true;
      kept.clear();
    }
  }

  /** Tells these of everything, on this thread, until {@link #end}. */
  void tell(List<SshListener> them) {
    while (true) {
      try {
        Event event = next();
        if (event == null) {
          return;
        }
        for (SshListener listener : them) {
          tell(event, listener);
        }
      } catch (InterruptedException e) {
        // A listener has interrupted its own thread; the next event is none of its business.
        faults.swallowed(Faults.Where.CONNECTIONS);
      }
    }
  }

  /** Null at the end. */
  private synchronized @Nullable Event next() throws InterruptedException {
    begun = true;
    telling = false;
    if (kept.isEmpty()) {
      notifyAll(); // whoever awaits that
    }
    while (kept.isEmpty() && !over) {
      wait();
    }
    telling = !over;
    return over ? null : kept.remove();
  }

  /** They hear no more, and what was kept for them goes. */
  synchronized void end() {
    over = true;
    nobody = true;
    kept.clear();
    notifyAll();
  }

  /** Waits until everything was told, but no longer than this. */
  synchronized void awaitTold(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (telling || !kept.isEmpty()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  /** Keeps this for them; false if there is no room now: its end may find some. */
  synchronized boolean connectionRecognised(SshConnection connection) {
    if (nobody || kept.size() >= MOST_KEPT) {
      return false;
    }
    kept.add(listener -> listener.connectionRecognised(connection));
    return true;
  }

  /** Keeps this for them if its beginning was kept; else they will never hear of either. */
  synchronized void connectionEnded(Ending ending, boolean beginningKept) {
    if (nobody) {
      return;
    }
    if (beginningKept) {
      kept.add(listener -> listener.connectionEnded(ending));
    } else {
      faults.dropped(Faults.What.EVENT);
    }
  }

  /** Keeps anything else for them, while there is room. */
  synchronized void happened(Event event) {
    if (nobody) {
      return;
    }
    if (kept.size() >= MOST_EVENTS) {
      faults.dropped(Faults.What.EVENT);
      return;
    }
    kept.add(event);
  }

  /** Lets them be told of what was kept: once for many, for to wake their thread is dear. */
  synchronized void wake() {
    if (!kept.isEmpty()) {
      notifyAll();
    }
  }

  private void tell(Event event, SshListener listener) {
    try {
      event.tell(listener);
    } catch (Throwable t) {
      // Not even a lack of memory may end the thread that tells all of them.
      faults.swallowed(Faults.Where.CONNECTIONS);
    }
  }
}
