package dev.sshpulse.hooks;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The threads of this JVM, and what they run. */
final class RunningThreads {
  private static final Getter TARGET = Getter.field("target");

  // On newer JDKs:
  private static final Getter HOLDER = Getter.field("holder");
  private static final Getter TASK = Getter.field("task");

  private RunningThreads() {}

  /** Shows each thread that is an object of somebody's class, and each task of one. */
  static void show(Libraries libraries) {
    for (Thread thread : all()) {
      if (thread == null) {
        return;
      }
      libraries.meet(thread);
      show(TARGET.of(thread), libraries::meet);
      show(TASK.of(HOLDER.of(thread)), libraries::meet);
    }
  }

  private static void show(@Nullable Object task, Consumer<Object> libraries) {
    if (task != null) {
      libraries.accept(task);
    }
  }

  /** With room for those that are started meanwhile; ends in nulls. */
  private static @Nullable Thread[] all() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    Thread[] threads = new Thread[2 * group.activeCount() + 16];
    group.enumerate(threads);
    return threads;
  }
}
