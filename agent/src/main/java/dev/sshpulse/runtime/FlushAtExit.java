package dev.sshpulse.runtime;

import dev.sshpulse.connections.Connections;
import dev.sshpulse.model.Faults;
import dev.sshpulse.telemetry.Telemetry;
import java.time.Duration;

/** Sends the spans that wait when the JVM ends, and holds it up for two seconds at most. */
final class FlushAtExit extends Thread {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Telemetry telemetry;
  private final Connections connections;
  private final Faults faults;

  private FlushAtExit(Telemetry telemetry, Connections connections, Faults faults) {
    super(Thread.currentThread().getThreadGroup(), null, "sshpulse-flush", 0, false);
    this.telemetry = telemetry;
    this.connections = connections;
    this.faults = faults;
  }

  static FlushAtExit register(Telemetry telemetry, Connections connections, Faults faults) {
    FlushAtExit flush = new FlushAtExit(telemetry, connections, faults);
    try {
      Runtime.getRuntime().addShutdownHook(flush);
    } catch (IllegalStateException e) {
      faults.swallowed(Faults.Where.SPANS); // the JVM is ending already
    }
    return flush;
  }

  /** It was flushed otherwise. */
  void withdraw() {
    try {
      Runtime.getRuntime().removeShutdownHook(this);
    } catch (IllegalStateException e) {
      faults.swallowed(Faults.Where.SPANS); // the JVM is ending, and so does this
    }
  }

  @Override
  public void run() {
    try {
      connections.awaitTold(PATIENCE);
      telemetry.close(PATIENCE);
    } catch (Throwable t) {
      faults.swallowed(Faults.Where.SPANS);
    }
  }
}
