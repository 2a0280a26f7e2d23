package dev.sshpulse.connections;

import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Those who hear of connections. The exporter starts later than the first connection, so what
 * happens until then is kept, up to a bound, and told first. One failing listener does not keep an
 * event from the others.
 */
final class Listeners implements SshListener {
  private static final int MOST_KEPT = 10_000;

  private final Faults faults;
  private final Queue<Event> kept = new ArrayDeque<>();
  private List<SshListener> listeners = List.of();
  private boolean listening;

  /** Either event of {@link SshListener}, to be told to somebody. */
  private interface Event {
    void tell(SshListener listener);
  }

  Listeners(Faults faults) {
    this.faults = faults;
  }

  /** Tells these from now on, and first of what was kept. */
  void begin(List<SshListener> them) {
    listeners = List.copyOf(them);
    listening = true;
    for (Event event = kept.poll(); event != null; event = kept.poll()) {
      tell(event);
    }
  }

  @Override
  public void connectionRecognised(SshConnection connection) {
    happened(listener -> listener.connectionRecognised(connection));
  }

  @Override
  public void connectionEnded(Ending ending) {
    happened(listener -> listener.connectionEnded(ending));
  }

  private void happened(Event event) {
    if (listening) {
      tell(event);
    } else if (kept.size() < MOST_KEPT) {
      kept.add(event);
    } else {
      faults.dropped(Faults.What.EVENT);
    }
  }

  private void tell(Event event) {
    for (SshListener listener : listeners) {
      try {
        event.tell(listener);
      } catch (RuntimeException | LinkageError e) {
        faults.swallowed(Faults.Where.CONNECTIONS);
      }
    }
  }
}
