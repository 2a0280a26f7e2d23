package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Opens connections that identify themselves as SSH, and closes them.
 *
 * <p>Opens a thousand, prints {@code warm}, and then reads lines: {@code open <many>} opens and
 * closes so many and answers {@code done}; {@code heap} collects garbage and answers {@code heap
 * <bytes>}.
 */
public final class ManyConnections {
  private static final byte[] IDENTIFICATION =
      "SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII);

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
      Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
      Socket server = listening.accept();
      client.getOutputStream().write(IDENTIFICATION);
      readAll(server.getInputStream());
      server.getOutputStream().write(IDENTIFICATION);
      readAll(client.getInputStream());
      client.setSoLinger(
          true, 0); // a reset leaves no TIME_WAIT, of which there could be no 100,000
      client.close();
      server.close();
    }
  }

  private static void readAll(InputStream in) throws Exception {
    int missing = IDENTIFICATION.length;
    while (missing > 0) {
      int n = in.read(new byte[missing]);
      if (n < 0) {
        throw new EOFException("the other end closed before it said all");
      }
      missing -= n;
    }
  }

  private static long liveHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
