package dev.sshpulse.cli;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A path between clients and a server on this host, with all that can go wrong on a path.
 *
 * <p>Runs in the JVM that is not watched: SSH that passes through a watched one is SSH there too.
 */
final class FaultyProxy implements Closeable {

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final BlockingQueue<Link> unclaimed = new LinkedBlockingQueue<>();
  private final Queue<Link> links = new ConcurrentLinkedQueue<>();
  private final int target;

  /** Relays to this port of the loopback interface. */
  FaultyProxy(int target) throws IOException {
    this.target = target;
    Thread acceptor = new Thread(this::accept, "faulty-proxy");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The path of the next connection that nobody has asked for, in the order of arrival. */
  Link link() throws InterruptedException {
    return unclaimed.take();
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        relay(listener.accept());
      }
    } catch (IOException e) {
      // Closed: the demo is over. Any other failure shows as a client that cannot connect.
    }
  }

  private void relay(Socket client) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    // Small packets are all there is, and each would wait for the answer to the one before.
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    Link link = new Link(client, server);
    links.removeIf(Link::isOver);
    links.add(link);
    link.start();
    unclaimed.add(link);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    links.forEach(Link::close);
  }
}
