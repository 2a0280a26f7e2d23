package dev.sshpulse.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Opens loopback connections, identifies both ends as SSH, passes a kilobyte each way, and closes
 * both ends, some hundred being open at a time; prints the median over some batches of the
 * nanoseconds that one such life took, and of those of CPU that the process spent on it, the
 * agent's threads included.
 *
 * <p>Everything is done by one thread, so that no scheduler is measured. The near end closes with
 * an RST: TIME_WAIT would use up the ports.
 *
 * <p>Arguments: {@code socket} or {@code channel}; lives in a batch; batches.
 */
public final class Lives {
  private static final byte[] IDENTIFICATION = "SSH-2.0-lives\r\n".getBytes(US_ASCII);
  private static final byte[] KEYS = new byte[Wire.MOST_BYTES];
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** So many that each lives for tens of milliseconds, long enough for all that we do about it. */
  private static final int TOGETHER = 500;

  private static final int BATCHES_TO_WARM_UP = 10;

  private Lives() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    int lives = Integer.parseInt(arguments[1]);
    int batches = Integer.parseInt(arguments[2]);
    long[] wall = new long[batches];
    long[] cpu = new long[batches];
    try (Wire.Place place = Wire.place(arguments[0])) {
      for (int i = 0; i < BATCHES_TO_WARM_UP; i++) {
        batch(place, lives);
      }
      for (int i = 0; i < batches; i++) {
        long wallBefore = System.nanoTime();
        long cpuBefore = SYSTEM.getProcessCpuTime();
        batch(place, lives);
        wall[i] = System.nanoTime() - wallBefore;
        cpu[i] = SYSTEM.getProcessCpuTime() - cpuBefore;
      }
    }
    System.out.println(median(wall) / lives + " " + median(cpu) / lives);
  }

  private static double median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }

  /** A life ends when {@link #TOGETHER} others have begun since. */
  private static void batch(Wire.Place place, int lives) throws IOException {
    Deque<Wire> open = new ArrayDeque<>(TOGETHER);
    for (int i = 0; i < lives; i++) {
      open.add(begin(place));
      if (open.size() == TOGETHER) {
        end(open.remove());
      }
    }
    while (!open.isEmpty()) {
      end(open.remove());
    }
  }

  private static Wire begin(Wire.Place place) throws IOException {
    Wire wire = place.open();
    pass(wire.near(), wire.far(), IDENTIFICATION);
    pass(wire.far(), wire.near(), IDENTIFICATION);
    pass(wire.near(), wire.far(), KEYS);
    pass(wire.far(), wire.near(), KEYS);
    return wire;
  }

  private static void end(Wire wire) throws IOException {
    wire.near().closeWillReset();
    wire.close();
  }

  private static void pass(Wire.End from, Wire.End to, byte[] bytes) throws IOException {
    from.write(bytes);
    to.read(new byte[bytes.length]);
  }
}
