package dev.sshpulse.runtime;

import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.PulseClock;
import dev.sshpulse.hooks.LateAttach;
import dev.sshpulse.hooks.SocketEvents;
import dev.sshpulse.model.Faults;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own thread: takes what the application's threads have left, and sees when the
 * exporter may start.
 */
final class Pulse extends Thread {
  private static final long BEAT_NANOS = 100_000_000;

  /**
   * Rest after work. Where connections come and go by the thousand, it is what keeps this thread
   * from being woken for each: that would cost them more than all the rest of us.
   */
  private static final long REST_NANOS = 50_000_000;

  private final PulseClock clock;
  private final Connections connections;
  private final Faults faults;
  private final long startDelayMillis;
  private @Nullable SocketEvents sockets;
  private @Nullable LateAttach late;
  private @Nullable Runnable exporterStart;
  private int swallowed;

  /** Whether the last beat had something to take. */
  private boolean worked;

  // Only under the lock of this object:
  private @Nullable Thread starting;
  private boolean held;
  private boolean ending;
  private boolean ended;

  Pulse(
      ThreadGroup group,
      PulseClock clock,
      Connections connections,
      Faults faults,
      Duration startDelay) {
    super(group, null, "sshpulse", 0, false);
    this.clock = clock;
    this.connections = connections;
    this.faults = faults;
    this.startDelayMillis = startDelay.toMillis();
    setDaemon(true);
    setContextClassLoader(Pulse.class.getClassLoader());
  }

  /** Lets these sockets call, and wake this thread when a connection changes. */
  void follow(SocketEvents sockets) {
    this.sockets = sockets;
    sockets.listen(this);
  }

  /** What the JVM was at before the agent came. */
  void late(LateAttach late) {
    this.late = late;
  }

  /** What to run, once, when the application has used a socket or the delay is over. */
  void exporterStart(Runnable exporterStart) {
    this.exporterStart = exporterStart;
  }

  @Override
  public void run() {
    while (!isToEnd()) {
      try {
        beat();
      } catch (Throwable t) {
        // A broken jar or a lack of memory: the next beat may do better, and the application goes
        // on.
        faults.swallowed(Faults.Where.RUNTIME);
      }
      sleep();
      Thread.interrupted(); // else the next park would not wait
    }
  }

  /**
   * Waits until what it has begun is done, and ends it.
   *
   * @return whether it has ended: building the exporter may take longer than this, and then it goes
   *     on as before
   */
  boolean end(Duration patience) throws InterruptedException {
    try {
      if (isOver(holdStart(), patience)) {
        isOver(leave(), patience);
      }
    } finally {
      goOn();
    }
    return hasLeft();
  }

  private static boolean isOver(@Nullable Thread thread, Duration patience)
      throws InterruptedException {
    if (thread != null) {
      thread.join(patience.toMillis());
    }
    return thread == null || !thread.isAlive();
  }

  /** What was started; nothing else is from now on. */
  private synchronized @Nullable Thread holdStart() {
    held = true;
    return starting;
  }

  private synchronized Thread leave() {
    ending = true;
    LockSupport.unpark(this);
    return this;
  }

  /** Unless it has left already: who was told that it goes on must be able to rely on that. */
  private synchronized void goOn() {
    held = false;
    ending = false;
  }

  private synchronized boolean isToEnd() {
    ended = ending;
    return ended;
  }

  private synchronized boolean hasLeft() {
    return ended || !isAlive();
  }

  private void sleep() {
    if (sockets == null) {
      LockSupport.parkNanos(this, BEAT_NANOS);
      return;
    }
    if (worked) {
      LockSupport.parkNanos(this, REST_NANOS);
    }
    worked = sockets.awaitChange(BEAT_NANOS);
  }

  private void beat() {
    countSwallowed();
    if (late != null) {
      late.beat(clock.millis());
    }
    if (SocketEvents.used() || clock.millis() > startDelayMillis) {
      startExporter();
    }
    connections.drain();
  }

  private synchronized void startExporter() {
    Runnable start = exporterStart;
    if (start != null && !held) {
      exporterStart = null;
      starting = starting(start);
      starting.start();
    }
  }

  /** The bridge knows no {@code Faults}: its failures are counted here, and made good. */
  private void countSwallowed() {
    int total = SocketEvents.swallowed();
    if (swallowed == total) {
      return;
    }
    while (swallowed < total) {
      faults.swallowed(Faults.Where.HANDLER);
      swallowed++;
    }
    SocketEvents.retryLostCloses();
    connections.lookAtAll();
  }

  /**
   * On a thread of its own: building the exporter takes half a second, and what the application's
   * threads leave must not wait so long. Of a class of the JDK's: where the jar was overwritten,
   * ours cannot be loaded.
   */
  private Thread starting(Runnable start) {
    Thread thread = new Thread(getThreadGroup(), start, "sshpulse-start", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(getContextClassLoader());
    return thread;
  }
}
