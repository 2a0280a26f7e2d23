package dev.sshpulse.host;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import jdk.net.ExtendedSocketOptions;

/** TCP sockets of this process over loopback: a listening one, and connections to it. */
final class Sockets implements Closeable {
  private static final int BACKLOG = 4096;

  private final ProtocolFamily family;
  private final ServerSocketChannel listening;
  private final List<NetworkChannel> open = new ArrayList<>();

  /** Sockets of IPv4. */
  static Sockets ipv4() throws IOException {
    return new Sockets(StandardProtocolFamily.INET);
  }

  /** Sockets of IPv6 that speak IPv4, as Java makes them unless it is told otherwise. */
  static Sockets dualStack() throws IOException {
    return new Sockets(StandardProtocolFamily.INET6);
  }

  private Sockets(ProtocolFamily family) throws IOException {
    this.family = family;
    listening = ServerSocketChannel.open(family);
    open.add(listening);
    listening.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), BACKLOG);
  }

  int port() throws IOException {
    return ((InetSocketAddress) listening.getLocalAddress()).getPort();
  }

  /** How many this process holds. */
  int count() {
    return open.size();
  }

  /** Both ends of a connection. */
  record Pair(SocketChannel client, SocketChannel server) {
    int clientPort() throws IOException {
      return ((InetSocketAddress) client.getLocalAddress()).getPort();
    }

    void say(int bytes) throws IOException {
      client.write(ByteBuffer.allocate(bytes));
    }

    void abort(SocketChannel end) throws IOException {
      end.setOption(StandardSocketOptions.SO_LINGER, 0);
      end.close();
    }
  }

  Pair connect() throws IOException {
    SocketChannel client = connectWithoutAccepting();
    SocketChannel server = listening.accept();
    open.add(server);
    return new Pair(client, server);
  }

  SocketChannel connectWithoutAccepting() throws IOException {
    SocketChannel client = SocketChannel.open(family);
    open.add(client);
    client.connect(listening.getLocalAddress());
    return client;
  }

  Pair connectWithKeepAlive(int idleSeconds) throws IOException {
    Pair pair = connect();
    pair.client().setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    pair.client().setOption(ExtendedSocketOptions.TCP_KEEPIDLE, idleSeconds);
    return pair;
  }

  /** Over, before anybody could look. */
  void connectAndLeave(int bytes) throws IOException {
    Pair pair = connect();
    pair.say(bytes);
    pair.client().close();
    ByteBuffer read = ByteBuffer.allocate(bytes + 1);
    while (pair.server().read(read) >= 0) {}
    pair.server().close();
    open.remove(pair.client());
    open.remove(pair.server());
  }

  @Override
  public void close() throws IOException {
    for (NetworkChannel channel : open) {
      channel.close();
    }
  }
}
