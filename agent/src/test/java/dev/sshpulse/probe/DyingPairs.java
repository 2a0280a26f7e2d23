package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds connections that identify themselves as SSH, both of whose ends are in this JVM, and lets
 * one more die of each cause that it is told.
 *
 * <p>Argument: how many to hold. Then reads causes, a line each, and answers {@code died <cause> at
 * <milliseconds since 1970>}.
 */
public final class DyingPairs {
  private static final byte[] IDENTIFICATION =
      "SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII);

  private final List<Socket> held = new ArrayList<>();
  private final ServerSocket listening;

  private DyingPairs(ServerSocket listening) {
    this.listening = listening;
  }

  public static void main(String[] arguments) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      DyingPairs pairs = new DyingPairs(listening);
      for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
        pairs.held.addAll(List.of(pairs.open()));
      }
      System.out.println("open " + arguments[0]);
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      for (String cause = orders.readLine(); cause != null; cause = orders.readLine()) {
        pairs.die(cause);
        System.out.println("died " + cause + " at " + System.currentTimeMillis());
      }
    }
  }

  private void die(String cause) throws Exception {
    Socket[] pair = open();
    Socket client = pair[0];
    Socket server = pair[1];
    switch (cause) {
      case "broken_pipe" -> {
        server.close();
        writeUntilItFails(client);
      }
      case "connection_reset" -> {
        server.setSoLinger(true, 0);
        server.close();
        readUntilItFails(client);
      }
      case "idle_timeout" -> {
        client.getOutputStream().write(IDENTIFICATION);
        client.setSoTimeout(10);
        readUntilItFails(client);
      }
      default -> throw new IllegalArgumentException("nobody dies of " + cause);
    }
    client.close();
    server.close();
  }

  private static void writeUntilItFails(Socket socket) {
    while (true) {
      try {
        socket.getOutputStream().write(IDENTIFICATION);
      } catch (IOException e) {
        if ("Broken pipe".equals(e.getMessage())) {
          return;
        }
      }
    }
  }

  private static void readUntilItFails(Socket socket) throws IOException {
    try {
      socket.getInputStream().read();
      throw new IllegalStateException("there was something to read");
    } catch (SocketTimeoutException | SocketException e) {
      return; // as it was to happen
    }
  }

  /** The client's end, and the server's. */
  private Socket[] open() throws IOException {
    Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
    Socket server = listening.accept();
    client.getOutputStream().write(IDENTIFICATION);
    readAll(server.getInputStream());
    server.getOutputStream().write(IDENTIFICATION);
    readAll(client.getInputStream());
    return new Socket[] {client, server};
  }

  private static void readAll(InputStream in) throws IOException {
    int missing = IDENTIFICATION.length;
    while (missing > 0) {
      int n = in.read(new byte[missing]);
      if (n < 0) {
        throw new EOFException("the other end closed before it said all");
      }
      missing -= n;
    }
  }
}
