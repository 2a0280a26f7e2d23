package dev.sshpulse.runtime;

import dev.sshpulse.model.Faults;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The group of all threads of sshpulse and of the libraries inside it. What one of them throws is
 * counted here, and never reaches the host's handler of uncaught exceptions.
 */
final class OwnThreads extends ThreadGroup {
  private static final int MORE_THAN_EVER = 64;

  private final Faults faults;

  private OwnThreads(ThreadGroup parent, Faults faults) {
    super(parent, "sshpulse");
    this.faults = faults;
  }

  /** Typed as what it is for others, so that a JVM where we are switched off does not load it. */
  static ThreadGroup below(ThreadGroup parent, Faults faults) {
    return new OwnThreads(parent, faults);
  }

  /** A daemon for this work, in the group of the current thread, which is one of ours. */
  static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(Thread.currentThread().getThreadGroup(), work, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Wakes them, for those of libraries may wait for long, waits until all have ended, and dissolves
   * the group.
   *
   * @return the name of one that has not; null if all have
   */
  static @Nullable String awaitEnd(ThreadGroup group, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Thread[] threads = new Thread[MORE_THAN_EVER];
    int count = group.enumerate(threads);
    group.interrupt();
    for (int i = 0; i < count; i++) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      threads[i].join(Math.max(1, left));
      if (threads[i].isAlive()) {
        return threads[i].getName();
      }
    }
    dissolve(group);
    return null;
  }

  /** Before Java 19 a group is its parent's until it is destroyed; since then this does nothing. */
  @SuppressWarnings("removal")
  private static void dissolve(ThreadGroup group) {
    try {
      group.destroy();
    } catch (IllegalThreadStateException | NoSuchMethodError e) {
      // Somebody has destroyed it already, or nobody can any more.
    }
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    faults.swallowed(Faults.Where.RUNTIME);
  }
}
