package dev.sshpulse.cli.jvms;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks those who may never answer, and waits for a while only. */
public final class Patience {
  /** One who owes an answer is not asked again: threads that wait would become more and more. */
  private static final Map<Object, FutureTask<?>> OWED = new ConcurrentHashMap<>();

  private Patience() {}

  /**
   * Asks on a thread of its own, which is left to itself where it takes too long.
   *
   * @param whom who is asked
   * @throws SocketTimeoutException if no answer comes in time
   * @throws ExecutionException if asking fails
   */
  public static <T> T ask(Object whom, Duration patience, Callable<T> question)
      throws SocketTimeoutException, ExecutionException {
    FutureTask<T> task = new FutureTask<>(() -> settle(whom, question));
    if (OWED.putIfAbsent(whom, task) != null) {
      throw new SocketTimeoutException("it owes an answer");
    }
    Thread thread = new Thread(task, "sshpulse-patience");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no whole answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketTimeoutException("interrupted");
    }
  }

  private static <T> T settle(Object whom, Callable<T> question) throws Exception {
    try {
      return question.call();
    } finally {
      OWED.remove(whom);
    }
  }
}
