package dev.sshpulse.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Lets connections live and end, both ends in this process; prints the nanoseconds that one such
 * life took, by the median over some batches, and those of CPU that the process spent on it, the
 * agent's threads included, by the mean: CPU is told in steps of 10 ms.
 *
 * <p>Arguments: {@code plain}, {@code ssh} or {@code mina}; {@code socket} or {@code channel}, and
 * {@code nio2} for {@code mina}; lives in a batch; batches.
 */
public final class Lives {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** By then the compiler has nothing left to do, with the agent and without. */
  private static final int BATCHES_TO_WARM_UP = 10;

  private Lives() {}

  /** Connections of one kind. */
  interface Kind extends Closeable {
    void live(int lives) throws IOException;
  }

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    int lives = Integer.parseInt(arguments[2]);
    long[] wall = new long[Integer.parseInt(arguments[3])];
    long cpu = 0;
    try (Kind kind = kind(arguments[0], arguments[1])) {
      for (int i = 0; i < BATCHES_TO_WARM_UP; i++) {
        kind.live(lives);
      }
      for (int i = 0; i < wall.length; i++) {
        long wallBefore = System.nanoTime();
        long cpuBefore = SYSTEM.getProcessCpuTime();
        kind.live(lives);
        wall[i] = System.nanoTime() - wallBefore;
        cpu += SYSTEM.getProcessCpuTime() - cpuBefore;
      }
    }
    System.out.println(median(wall) / lives + " " + cpu / wall.length / lives);
  }

  private static Kind kind(String name, String api) throws IOException {
    return switch (name) {
      case "plain" -> WireLives.plain(api);
      case "ssh" -> WireLives.ssh(api);
      case "mina" -> new MinaLives();
      default -> throw new IllegalArgumentException("plain, ssh or mina, not " + name);
    };
  }

  private static double median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }
}
