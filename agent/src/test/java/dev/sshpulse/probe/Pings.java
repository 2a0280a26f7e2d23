package dev.sshpulse.probe;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Scanner;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * An application that talks to itself: one byte to and fro, a thousand times a second. Says for
 * each line on its standard input how often since the last one, and how long the slowest took.
 */
public final class Pings {

  private static final LongAdder pings = new LongAdder();
  private static final LongAccumulator slowestNanos = new LongAccumulator(Math::max, 0);

  private Pings() {}

  public static void main(String[] arguments) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      client.setTcpNoDelay(true);
      accepted.setTcpNoDelay(true);
      start(() -> accepted.getInputStream().transferTo(accepted.getOutputStream()));
      start(() -> pingFrom(client));
      System.out.println("ready");
      sayForEachLine();
    }
  }

  private interface Talk {
    void go() throws Exception;
  }

  private static void start(Talk talk) {
    Thread thread =
        new Thread(
            () -> {
              try {
                talk.go();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void pingFrom(Socket client) throws Exception {
    InputStream in = client.getInputStream();
    for (int answered = 0; answered >= 0; ) {
      long from = System.nanoTime();
      client.getOutputStream().write('.');
      answered = in.read();
      slowestNanos.accumulate(System.nanoTime() - from);
      pings.increment();
      Thread.sleep(1);
    }
  }

  private static void sayForEachLine() {
    Scanner lines = new Scanner(System.in);
    while (lines.hasNextLine()) {
      System.out.printf(
          "%s: %d pings, the slowest took %d us%n",
          lines.nextLine(), pings.sumThenReset(), slowestNanos.getThenReset() / 1_000);
    }
  }
}
