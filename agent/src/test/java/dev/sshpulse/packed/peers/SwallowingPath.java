package dev.sshpulse.packed.peers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A way to a port of this machine that one connection takes, and that may cease to lead there. */
final class SwallowingPath implements AutoCloseable {
  private final ServerSocket listening;
  private final Socket there = new Socket();
  private final int target;
  private Socket here;
  private volatile boolean swallows;

  SwallowingPath(int port) throws IOException {
    target = port;
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    start(() -> join(port));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one of the two ends has closed
              }
            },
            "path");
    thread.setDaemon(true);
    thread.start();
  }

  private void join(int port) throws IOException {
    here = listening.accept();
    there.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    start(() -> copy(here, there));
    copy(there, here);
  }

  private void copy(Socket from, Socket to) throws IOException {
    byte[] buffer = new byte[8192];
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (!swallows) {
        out.write(buffer, 0, n);
      }
    }
    if (!swallows) {
      to.shutdownOutput();
    }
  }

  /** Where it leads to. */
  int target() {
    return target;
  }

  int port() {
    return listening.getLocalPort();
  }

  /** From now on nothing arrives, in either direction. */
  void swallow() {
    swallows = true;
  }

  /** Cuts it: both ends hear that the connection is no more. */
  void reset() throws IOException {
    here.setSoLinger(true, 0);
    here.close();
    there.setSoLinger(true, 0);
    there.close();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    there.close();
    if (here != null) {
      here.close();
    }
  }
}
