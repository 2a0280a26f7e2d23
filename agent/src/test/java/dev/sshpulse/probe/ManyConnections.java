package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/**
 * Opens connections that identify themselves as SSH, and closes them.
 *
 * <p>Opens a thousand, prints {@code warm}, and then reads lines: {@code open <many>} opens and
 * closes so many and answers {@code done}; {@code heap} collects garbage and answers {@code heap
 * <bytes>}.
 */
public final class ManyConnections {
  private static final int A_FEW = 1_000;

  private ManyConnections() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      openAndClose(listening, A_FEW);
      System.out.println("warm");
      for (String line = orders.readLine(); line != null; line = orders.readLine()) {
        if (line.equals("heap")) {
          System.out.println("heap " + liveHeap());
        } else {
          openAndClose(listening, Integer.parseInt(line.split(" ")[1]));
          System.out.println("done");
        }
      }
    }
  }

  private static void openAndClose(ServerSocket listening, int connections) throws Exception {
    for (int i = 0; i < connections; i++) {
      WirePair pair = WirePair.open(listening);
      // A reset leaves no TIME_WAIT, of which there could be no 100,000.
      pair.client().setSoLinger(true, 0);
      pair.client().close();
      pair.server().close();
    }
  }

  private static long liveHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
