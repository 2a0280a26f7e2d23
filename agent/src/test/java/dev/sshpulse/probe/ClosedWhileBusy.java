package dev.sshpulse.probe;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/**
 * Closes sockets while another thread reads or writes them, over every API; the other end stays
 * healthy.
 *
 * <p>Argument: how many sockets. Ends when a line comes in.
 */
public final class ClosedWhileBusy {

  private ClosedWhileBusy() {}

  public static void main(String[] arguments) throws Exception {
    int sockets = Integer.parseInt(arguments[0]);
    SocketPair.Api[] apis = SocketPair.Api.values();
    for (int i = 0; i < sockets; i++) {
      closeWhileBusy(SocketPair.open(apis[i % apis.length]), i / apis.length % 2 == 0);
    }
    System.out.println("closed " + sockets);
    System.in.read();
  }

  /** The other thread has used the socket once and goes on using it. */
  private static void closeWhileBusy(SocketPair pair, boolean writing) throws Exception {
    CountDownLatch used = new CountDownLatch(1);
    Thread busy = new Thread(() -> useUntilClosed(pair, writing, used));
    pair.feed();
    busy.start();
    used.await();
    pair.close();
    busy.join();
    pair.closePeer();
  }

  private static void useUntilClosed(SocketPair pair, boolean writing, CountDownLatch used) {
    try {
      while (writing || pair.read() >= 0) {
        if (writing) {
          pair.write();
        }
        used.countDown();
      }
    } catch (IOException e) {
      // The close, as this API tells of it.
    }
  }
}
