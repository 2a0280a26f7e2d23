package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds connections that identify themselves as SSH, both of whose ends are in this JVM.
 *
 * <p>Argument: how many. Then does what it is told, a line each: {@code break} lets the server of
 * one more connection hang up, and its client write until three writes failed with a broken pipe;
 * {@code hang up} does the same to the connection that was opened last; {@code close} closes all;
 * anything else ends the program.
 */
public final class WirePairs {
  private static final int BROKEN_PIPES = 3;

  private final List<Socket> sockets = new ArrayList<>();
  private final ServerSocket listening;

  private WirePairs(ServerSocket listening) {
    this.listening = listening;
  }

  public static void main(String[] arguments) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      WirePairs pairs = new WirePairs(listening);
      for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
        pairs.open();
      }
      System.out.println("open " + arguments[0]);
      pairs.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)));
    }
  }

  private void obey(BufferedReader commands) throws Exception {
    while (true) {
      switch (String.valueOf(commands.readLine())) {
        case "break" -> {
          open();
          hangUp();
        }
        case "hang up" -> hangUp();
        case "close" -> close();
        default -> {
          return;
        }
      }
    }
  }

  private void open() throws Exception {
    WirePair pair = WirePair.open(listening);
    sockets.add(pair.client());
    sockets.add(pair.server());
  }

  private void hangUp() throws Exception {
    Socket server = sockets.remove(sockets.size() - 1);
    Socket client = sockets.remove(sockets.size() - 1);
    server.close();
    int broken = 0;
    while (broken < BROKEN_PIPES) {
      try {
        client.getOutputStream().write(WirePair.IDENTIFICATION);
      } catch (IOException e) {
        broken += "Broken pipe".equals(e.getMessage()) ? 1 : 0;
      }
    }
    client.close();
    System.out.println("broken pipes " + broken);
  }

  private void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    System.out.println("closed " + sockets.size());
    sockets.clear();
  }
}
