package dev.sshpulse.connections;

import dev.sshpulse.conversations.Narration;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.SshConnection;
import java.time.Instant;

/** A connection whose conversation is told of. */
final class Narrated implements Narration {
  private final LiveConnection connection;
  private final PulseClock clock;
  private final Listeners listeners;

  Narrated(LiveConnection connection, PulseClock clock, Listeners listeners) {
    this.connection = connection;
    this.clock = clock;
    this.listeners = listeners;
  }

  @Override
  public SshConnection connection() {
    return connection.watched().connection;
  }

  @Override
  public Instant instant(long nanos) {
    return clock.instantOfNanos(nanos);
  }

  @Override
  public long millis(long nanos) {
    return clock.millisOfNanos(nanos);
  }

  @Override
  public void tell(Event event) {
    if (connection.isTold()) {
      listeners.happened(event);
    }
  }

  @Override
  public void establish(Establishment establishment) {
    if (connection.establish()) {
      tell(listener -> listener.connectionEstablished(establishment));
    }
  }
}
