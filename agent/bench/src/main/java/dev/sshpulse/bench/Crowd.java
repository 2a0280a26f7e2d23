package dev.sshpulse.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Many live connections that have identified themselves as SSH; their other ends are in a process
 * of their own.
 *
 * <p>{@code listen} prints its port, accepts whoever comes, and keeps them. {@code connect} with
 * that port reads numbers, a line each: it closes what it has, opens so many, and prints {@code
 * open}. Both end with their standard input.
 */
public final class Crowd {
  private static final byte[] IDENTIFICATION = "SSH-2.0-crowd\r\n".getBytes(US_ASCII);
  private static final byte[] KEYS = new byte[Wire.MOST_BYTES];
  private static final int BACKLOG = 1024;

  private final List<Socket> held = new ArrayList<>();

  private Crowd() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
    if (arguments[0].equals("listen")) {
      new Crowd().listen(in);
    } else {
      new Crowd().connect(in, Integer.parseInt(arguments[1]));
    }
  }

  private void listen(BufferedReader in) throws IOException {
    ServerSocket listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread accepting = new Thread(() -> acceptAll(listening), "accept");
    accepting.setDaemon(true);
    accepting.start();
    System.out.println(listening.getLocalPort());
    in.readLine();
  }

  private void acceptAll(ServerSocket listening) {
    try {
      while (true) {
        hold(listening.accept());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void connect(BufferedReader in, int port) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      closeAll();
      for (int i = 0; i < Integer.parseInt(line); i++) {
        hold(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      System.out.println("open");
    }
  }

  private void closeAll() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
    held.clear();
  }

  private void hold(Socket socket) throws IOException {
    exchange(socket, IDENTIFICATION);
    exchange(socket, KEYS);
    held.add(socket);
  }

  private static void exchange(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    InputStream in = socket.getInputStream();
    if (in.readNBytes(bytes.length).length < bytes.length) {
      throw new IOException("the other end is gone");
    }
  }
}
