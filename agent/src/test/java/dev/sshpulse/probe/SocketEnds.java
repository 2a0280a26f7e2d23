package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Ends of connections that do what they are told, a line each: {@code <end> <thread> <order>}, as
 * {@link OrderedEnd} understands them. What came of it is answered in a line: {@code <end> <thread>
 * <began> <ended> <result>}, in nanoseconds of {@link System#nanoTime}, which on Linux all
 * processes share.
 */
public final class SocketEnds {
  private final Map<String, ExecutorService> threads = new ConcurrentHashMap<>();
  private final Map<String, OrderedEnd> ends = new ConcurrentHashMap<>();

  private SocketEnds() {}

  public static void main(String[] arguments) throws IOException {
    SocketEnds all = new SocketEnds();
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      String[] words = line.split(" ", 3);
      all.order(words[0], words[1], words[2]);
    }
    System.exit(0); // whatever the ends wait for
  }

  private void order(String name, String thread, String order) {
    OrderedEnd end = ends.computeIfAbsent(name, key -> new OrderedEnd());
    threads
        .computeIfAbsent(name + " " + thread, key -> Executors.newSingleThreadExecutor())
        .execute(() -> answer(name + " " + thread, end, order));
  }

  private static void answer(String to, OrderedEnd end, String order) {
    long began = System.nanoTime();
    String result;
    try {
      result = end.obey(order);
    } catch (IOException | RuntimeException e) {
      result = e.getClass().getSimpleName() + ": " + e.getMessage();
    }
    System.out.println(to + " " + began + " " + System.nanoTime() + " " + result);
  }
}
