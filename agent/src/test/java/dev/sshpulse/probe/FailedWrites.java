package dev.sshpulse.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fails a number of writes from a number of threads over every API, and prints how many failed of
 * what.
 *
 * <p>Arguments: threads, failed writes in all. Ends when a line comes in.
 */
public final class FailedWrites {
  private static final Map<String, AtomicLong> FAILED = new ConcurrentHashMap<>();
  private static final int SSL_SHARE = 1000;

  private FailedWrites() {}

  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    long each = Long.parseLong(arguments[1]) / threads;
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> fail(each), "failing-" + i);
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) {
      thread.join();
    }
    System.out.println("failed " + new TreeMap<>(FAILED));
    System.in.read();
  }

  private static void fail(long writes) {
    try {
      SocketPair.Api[] apis = SocketPair.Api.values();
      long ssl = writes / SSL_SHARE;
      for (long i = 0; i < ssl; i++) {
        failOnce();
      }
      long rest = writes - ssl;
      for (SocketPair.Api api : apis) {
        if (api != SocketPair.Api.SSL_SOCKET) {
          failOn(api, rest / (apis.length - 1));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void failOn(SocketPair.Api api, long writes) throws Exception {
    SocketPair pair = SocketPair.open(api);
    pair.closePeer();
    long failed = 0;
    while (failed < writes) {
      try {
        pair.write();
      } catch (IOException e) {
        count(e.getMessage(), 1);
        failed++;
      }
    }
    pair.close();
  }

  /** TLS closes its socket after one failure; a reset fails that one for certain. */
  private static void failOnce() throws Exception {
    SocketPair pair = SocketPair.open(SocketPair.Api.SSL_SOCKET);
    pair.closePeer();
    String message = "";
    while (message.isEmpty()) {
      try {
        pair.write();
      } catch (IOException e) {
        message = String.valueOf(e.getMessage());
      }
    }
    pair.close();
    count(message, pair.failedCalls());
  }

  private static void count(String message, long calls) {
    FAILED.computeIfAbsent(message, key -> new AtomicLong()).addAndGet(calls);
  }
}
