package dev.sshpulse.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sshpulse.host.SockDiag;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the kernel's sockets with the ports that are its arguments. For each number on standard
 * input it reads so many times, and prints how many sockets there were, how long the last reading
 * took in nanoseconds, and how many bytes of heap are in use after a collection.
 */
public final class SocketReadings {
  private SocketReadings() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Set<Integer> ports =
        Arrays.stream(arguments).map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    try (SockDiag sockDiag = SockDiag.open(null)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(readings(sockDiag, ports, Integer.parseInt(line)));
      }
    }
  }

  private static String readings(SockDiag sockDiag, Set<Integer> ports, int times)
      throws IOException {
    int sockets = 0;
    long nanos = 0;
    for (int i = 0; i < times; i++) {
      long from = System.nanoTime();
      sockets = sockDiag.read(ports).size();
      nanos = System.nanoTime() - from;
    }
    System.gc();
    return sockets + " " + nanos + " " + heap();
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
