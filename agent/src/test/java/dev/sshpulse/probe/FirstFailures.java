package dev.sshpulse.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * The first failure of every API, and the first connection that speaks SSH, each on a thread of its
 * own; the threads stay alive until the input ends.
 */
public final class FirstFailures {
  /** How many threads there are beside main. */
  public static final int THREADS = SocketPair.Api.values().length + 1;

  private static final CountDownLatch FAILED = new CountDownLatch(THREADS);
  private static final CountDownLatch END = new CountDownLatch(1);

  private FirstFailures() {}

  /** What a thread does. */
  private interface Work {
    void run() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    start(FirstFailures::speakSsh);
    for (SocketPair.Api api : SocketPair.Api.values()) {
      start(() -> fail(api));
    }
    FAILED.await();
    System.out.println("failed");
    System.in.read();
    END.countDown();
  }

  private static void start(Work work) {
    new Thread(() -> run(work)).start();
  }

  private static void run(Work work) {
    try {
      work.run();
      FAILED.countDown();
      END.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fail(SocketPair.Api api) throws Exception {
    SocketPair pair = SocketPair.open(api);
    pair.closePeer();
    boolean failed = false;
    while (!failed) {
      try {
        pair.write();
      } catch (IOException e) {
        failed = true;
      }
    }
    pair.close();
  }

  private static void speakSsh() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
        Socket server = listening.accept()) {
      byte[] identification = "SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII);
      client.getOutputStream().write(identification);
      server.getOutputStream().write(identification);
      client.getInputStream().read(identification);
      server.getInputStream().read(identification);
    }
  }
}
