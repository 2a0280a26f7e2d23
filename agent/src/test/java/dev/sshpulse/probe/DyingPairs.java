package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.IOException;
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
  private final List<WirePair> held = new ArrayList<>();
  private final ServerSocket listening;

  private DyingPairs(ServerSocket listening) {
    this.listening = listening;
  }

  public static void main(String[] arguments) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      DyingPairs pairs = new DyingPairs(listening);
      for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
        pairs.held.add(WirePair.open(listening));
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
    WirePair pair = WirePair.open(listening);
    Socket client = pair.client();
    Socket server = pair.server();
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
        client.getOutputStream().write(WirePair.IDENTIFICATION);
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
        socket.getOutputStream().write(WirePair.IDENTIFICATION);
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
}
