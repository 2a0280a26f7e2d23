package dev.sshpulse.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;

/**
 * Sends 64 bytes to and fro over a loopback connection that has identified itself as SSH, and
 * prints the median over some batches of the nanoseconds that one round trip took.
 *
 * <p>Arguments: {@code socket} or {@code channel}; round trips in a batch; batches.
 */
public final class PingPong {
  private static final int BYTES = 64;
  private static final byte[] IDENTIFICATION = "SSH-2.0-pingpong\r\n".getBytes(US_ASCII);

  private PingPong() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int trips = Integer.parseInt(arguments[1]);
    long[] nanos = new long[Integer.parseInt(arguments[2])];
    try (Wire wire = Wire.open(arguments[0])) {
      identify(wire);
      Thread echo = new Thread(() -> echo(wire), "echo");
      echo.setDaemon(true);
      echo.start();
      warmUp(wire, trips);
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = batch(wire, trips);
      }
    }
    Arrays.sort(nanos);
    System.out.println((double) nanos[nanos.length / 2] / trips);
  }

  private static void identify(Wire wire) throws IOException {
    byte[] read = new byte[IDENTIFICATION.length];
    wire.near().write(IDENTIFICATION);
    wire.far().read(read);
    wire.far().write(IDENTIFICATION);
    wire.near().read(read);
  }

  /** Two batches: both ends are compiled after some ten thousand round trips. */
  private static void warmUp(Wire wire, int trips) throws IOException {
    batch(wire, trips);
    batch(wire, trips);
  }

  private static long batch(Wire wire, int trips) throws IOException {
    byte[] message = new byte[BYTES];
    long from = System.nanoTime();
    for (int i = 0; i < trips; i++) {
      wire.near().write(message);
      wire.near().read(message);
    }
    return System.nanoTime() - from;
  }

  private static void echo(Wire wire) {
    byte[] message = new byte[BYTES];
    try {
      while (wire.far().read(message)) {
        wire.far().write(message);
      }
    } catch (IOException e) {
      // The other end is done.
    }
  }
}
