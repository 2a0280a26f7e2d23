package dev.sshpulse.probe;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Opens connections that identify themselves as SSH, and closes them.
 *
 * <p>Argument: how many. Prints the live heap before and after, in bytes. Ends when a line comes
 * in.
 */
public final class ManyConnections {
  private static final byte[] IDENTIFICATION =
      "SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII);

  private ManyConnections() {}

  public static void main(String[] arguments) throws Exception {
    int connections = Integer.parseInt(arguments[0]);
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      openAndClose(listening, connections / 100);
      System.out.println("warm");
      System.in.read();
      long before = liveHeap();
      openAndClose(listening, connections);
      System.out.println("heap grew " + (liveHeap() - before));
      System.out.println("done");
      System.in.read();
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
      missing -= in.read(new byte[missing]);
    }
  }

  private static long liveHeap() throws Exception {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(100); // lets the cleaner run; no result depends on how long
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
