package dev.sshpulse.cli.agents;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Asks all at the same time: one that hangs delays the others no longer than itself. */
public final class AtOnce {
  private AtOnce() {}

  /** What each of them answers, in their order. */
  public static <T, R> List<R> ask(List<T> all, Function<T, R> question) {
    List<FutureTask<R>> tasks =
        all.stream().map(one -> new FutureTask<>(() -> question.apply(one))).toList();
    tasks.forEach(AtOnce::start);
    return tasks.stream().map(AtOnce::answer).toList();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "sshpulse-ask");
    thread.setDaemon(true);
    thread.start();
  }

  private static <R> R answer(FutureTask<R> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts a command", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
