package dev.sshpulse.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Fails a number of writes with EPIPE, says so, and does it again for every byte that comes in.
 *
 * <p>Arguments: how many; {@code wait} to begin only when the first byte has come in. Ends with its
 * input.
 */
public final class BrokenPipes {

  private BrokenPipes() {}

  public static void main(String[] arguments) throws IOException {
    int count = Integer.parseInt(arguments[0]);
    int all = 0;
    if (arguments.length > 1) {
      System.out.println("waiting");
      System.in.read();
    }
    do {
      all += fail(count);
      System.out.println("failed " + all);
    } while (System.in.read() >= 0);
  }

  static int fail(int count) throws IOException {
    try (Socket abandoned = abandoned()) {
      int failed = 0;
      while (failed < count) {
        failed += fails(abandoned.getOutputStream()) ? 1 : 0;
      }
      return failed;
    }
  }

  /** A socket whose peer is gone. */
  static Socket abandoned() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort());
      listening.accept().close();
      return socket;
    }
  }

  private static boolean fails(OutputStream out) {
    try {
      out.write(1);
      return false;
    } catch (IOException e) {
      if (!e.getClass().getName().equals("java.net.SocketException")) {
        throw new IllegalStateException("not what a socket throws", e);
      }
      return true;
    }
  }
}
