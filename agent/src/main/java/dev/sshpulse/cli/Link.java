package dev.sshpulse.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One connection through the proxy.
 *
 * <p>Whatever happens to the client's end, the server only ever sees an orderly end of stream: each
 * fault shows on one side, and can be counted there.
 */
final class Link implements Closeable {

  private final Socket client;
  private final Socket server;
  private final Thread up = daemon("link-up", this::relayUp);
  private final Thread down = daemon("link-down", this::relayDown);
  private final AtomicInteger streams = new AtomicInteger(2);
  private volatile boolean silent;

  Link(Socket client, Socket server) {
    this.client = client;
    this.server = server;
  }

  void start() {
    up.start();
    down.start();
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The client gets an RST, as from a middlebox that has forgotten the flow. */
  void reset() throws IOException, InterruptedException {
    client.setSoLinger(true, 0);
    hangUp();
  }

  /** The client gets a FIN, and an RST in answer to whatever it sends from now on. */
  void hangUp() throws IOException, InterruptedException {
    client.close();
    // While a thread reads it, the kernel keeps the socket, which then takes what is sent to it.
    up.join();
  }

  /** Both ends stay open and nothing reaches either again. */
  void vanish() {
    silent = true;
  }

  /** Whether both ends have said all they will ever say. */
  boolean isOver() {
    return streams.get() == 0;
  }

  private void relayUp() {
    relay(client, server);
  }

  private void relayDown() {
    relay(server, client);
  }

  private void relay(Socket from, Socket to) {
    copy(from, to);
    if (!silent) {
      end(to);
    }
    if (streams.decrementAndGet() == 0 && !silent) {
      close();
    }
  }

  /** Copies to the end of the stream, and reads on when nobody takes it: no RST for the sender. */
  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        pass(to, buffer, n);
      }
    } catch (IOException e) {
      // The sender is gone, or reset() or hangUp() closed its socket: the end of this stream.
    }
  }

  private void pass(Socket to, byte[] bytes, int length) {
    if (silent) {
      return;
    }
    try {
      to.getOutputStream().write(bytes, 0, length);
    } catch (IOException e) {
      // The receiver is gone; the other direction notices that by itself.
    }
  }

  private static void end(Socket to) {
    try {
      to.shutdownOutput();
    } catch (IOException e) {
      // Closed already: there is nothing left to end.
    }
  }

  @Override
  public void close() {
    closeQuietly(client);
    closeQuietly(server);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same, and nobody is left to be told.
    }
  }
}
