package dev.sshpulse.probe;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fails writes on many virtual threads, which Java 17 can only reach by reflection.
 *
 * <p>Arguments: threads, failures on each. Ends with its input.
 */
public final class VirtualFailures {
  private static final AtomicInteger FAILED = new AtomicInteger();

  private VirtualFailures() {}

  public static void main(String[] arguments) throws Exception {
    int each = Integer.parseInt(arguments[1]);
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
      threads.add((Thread) start.invoke(null, (Runnable) () -> fail(each)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("failed " + FAILED);
    System.in.read();
  }

  private static void fail(int count) {
    try {
      FAILED.addAndGet(BrokenPipes.fail(count));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
