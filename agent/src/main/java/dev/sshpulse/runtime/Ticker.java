package dev.sshpulse.runtime;

import dev.sshpulse.connections.PulseClock;
import dev.sshpulse.hooks.SocketEvents;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves the coarse clock that the bridge's timestamps are of, and does nothing else: it takes no
 * lock and loads no class, for what holds it up makes every silence wrong.
 */
final class Ticker extends Thread {
  private static final long BEAT_NANOS = 100_000_000;

  private final PulseClock clock;

  Ticker(ThreadGroup group, PulseClock clock) {
    super(group, null, "sshpulse-clock", 0, false);
    this.clock = clock;
    setDaemon(true);
    setContextClassLoader(Ticker.class.getClassLoader());
  }

  @Override
  public void run() {
    while (true) {
      SocketEvents.tick(clock.millis());
      LockSupport.parkNanos(this, BEAT_NANOS);
      Thread.interrupted(); // else the next park would not wait
    }
  }
}
