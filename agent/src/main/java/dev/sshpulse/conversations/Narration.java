package dev.sshpulse.conversations;

import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.time.Instant;

/** The connection that a conversation takes place on, and those who hear of it. */
public interface Narration {

  /** One event of {@link SshListener}. */
  interface Event {
    /** Tells it to one of them. */
    void tell(SshListener listener);
  }

  /** The connection. */
  SshConnection connection();

  /** Which end of it this process is. */
  default Side side() {
    return connection().side();
  }

  /** What {@code System.nanoTime} stood for. */
  Instant instant(long nanos);

  /** What {@code System.nanoTime} was in the milliseconds that the connection's times are of. */
  long millis(long nanos);

  /** Tells everybody. */
  void tell(Event event);

  /** Tells everybody, unless they know already. */
  void establish(Establishment establishment);
}
