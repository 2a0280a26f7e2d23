package dev.sshpulse.runtime;

import dev.sshpulse.model.Ending;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import jdk.jfr.FlightRecorder;

/**
 * Makes a JFR event of every ending: for recordings, and for an application that listens in its own
 * JVM ({@code jdk.jfr.consumer.RecordingStream}).
 *
 * <p>To load an event's class is to start JFR in this JVM, so that is left until somebody else has.
 */
final class FlightRecorderEvents implements SshListener {
  private static volatile boolean registered;

  /** Whether this JVM has JFR: an image linked without it has not. */
  static boolean possible() {
    return ModuleLayer.boot().findModule("jdk.jfr").isPresent();
  }

  @Override
  public void connectionRecognised(SshConnection connection) {}

  @Override
  public void connectionEnded(Ending ending) {
    if (FlightRecorder.isInitialized()) {
      registered = true;
      new ConnectionEnding(ending).commit();
    }
  }

  /** No more of them: JFR need not know the class any longer. */
  static void withdraw() {
    if (registered) {
      FlightRecorder.unregister(ConnectionEnding.class);
    }
  }
}
