package dev.sshpulse.sidecar;

import dev.sshpulse.diagnosis.Conclusion;
import dev.sshpulse.diagnosis.Symptoms;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Tells those who listen of connections, on the thread that looks. */
final class Told {
  private final List<SshListener> listeners;
  private final SshListener silences;
  private final Faults faults;
  private final WallClock wall;

  /** What a moment of the looks' clock was by the host's. */
  interface WallClock {
    Instant at(long millis);
  }

  /**
   * @param silences hears of those ends before which it is known when bytes last moved
   */
  Told(List<SshListener> listeners, SshListener silences, Faults faults, WallClock wall) {
    this.listeners = listeners;
    this.silences = silences;
    this.faults = faults;
    this.wall = wall;
  }

  SshConnection began(long id, HostConnection connection) {
    Instant since = wall.at(connection.openSince);
    SshConnection announced =
        new SshConnection(
            id,
            connection.side,
            since,
            since,
            connection.addresses.local(),
            connection.addresses.peer(),
            connection.foundOpen);
    tell(listener -> listener.connectionRecognised(announced));
    Establishment established =
        new Establishment(announced, since, false, Library.UNKNOWN, "", null, null, null, null);
    tell(listener -> listener.connectionEstablished(established));
    return announced;
  }

  void ended(HostConnection connection, Symptoms symptoms, Conclusion conclusion) {
    SshConnection announced = connection.announced;
    if (announced == null) {
      throw new IllegalStateException("an end without a beginning: " + connection.addresses);
    }
    Ending ending =
        new Ending(
            announced,
            wall.at(connection.over),
            Duration.ofMillis(connection.over - connection.openSince),
            conclusion.verdict(),
            Duration.ofMillis(conclusion.idleMillis()),
            Duration.ofMillis(conclusion.detectionMillis()),
            symptoms.receivedBytes(),
            symptoms.sentBytes(),
            symptoms.disconnectCode());
    if (connection.last.info() != null) {
      tell(silences, listener -> listener.connectionEnded(ending));
    }
    tell(listener -> listener.connectionEnded(ending));
  }

  private void tell(Consumer<SshListener> event) {
    for (SshListener listener : listeners) {
      tell(listener, event);
    }
  }

  private void tell(SshListener listener, Consumer<SshListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      faults.swallowed(Faults.Where.CONNECTIONS);
    }
  }
}
