package dev.sshpulse.runtime;

import dev.sshpulse.connections.PulseClock;
import dev.sshpulse.hooks.SocketEvents;
import dev.sshpulse.model.Faults;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves the coarse clock that the bridge's timestamps are of, past time asleep too, and does
 * nothing else: it takes no lock and loads no class, for what holds it up makes every silence
 * wrong.
 */
final class Ticker extends Thread {
  private static final long BEAT_NANOS = 100_000_000;

  private final PulseClock clock;
  private final Faults faults;
  private volatile boolean over;

  Ticker(ThreadGroup group, PulseClock clock, Faults faults) {
    super(group, null, "sshpulse-clock", 0, false);
    this.clock = clock;
    this.faults = faults;
    setDaemon(true);
    setContextClassLoader(Ticker.class.getClassLoader());
  }

  @Override
  public void run() {
    while (!over) {
      follow();
      SocketEvents.tick(clock.millis());
      LockSupport.parkNanos(this, BEAT_NANOS);
      Thread.interrupted(); // else the next park would not wait
    }
  }

  /** Ends it, within a beat. */
  void end() {
    over = true;
  }

  private void follow() {
    try {
      clock.follow();
    } catch (Throwable t) {
      // It may read a file, and must not end the thread that moves the clock.
      faults.swallowed(Faults.Where.RUNTIME);
    }
  }
}
