package dev.sshpulse.runtime;

import dev.sshpulse.model.Faults;

/**
 * The group of all threads of sshpulse and of the libraries inside it. What one of them throws is
 * counted here, and never reaches the host's handler of uncaught exceptions.
 */
final class OwnThreads extends ThreadGroup {
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

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    faults.swallowed(Faults.Where.RUNTIME);
  }
}
