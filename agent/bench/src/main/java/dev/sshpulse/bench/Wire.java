package dev.sshpulse.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A loopback connection, both ends in this process.
 *
 * @param near the end that connected
 * @param far the end that was accepted
 */
record Wire(End near, End far) implements Closeable {

  /** Blocking; what is written in one call is read in one call. */
  interface End extends Closeable {
    void write(byte[] bytes) throws IOException;

    /** Fills the array; false at the end of the stream. */
    boolean read(byte[] bytes) throws IOException;
  }

  static Wire open(String api) throws IOException {
    return switch (api) {
      case "socket" -> sockets();
      case "channel" -> channels();
      default -> throw new IllegalArgumentException("socket or channel, not " + api);
    };
  }

  private static Wire sockets() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Socket near = new Socket(listening.getInetAddress(), listening.getLocalPort());
      return new Wire(new SocketEnd(near), new SocketEnd(listening.accept()));
    }
  }

  private static Wire channels() throws IOException {
    try (ServerSocketChannel listening = ServerSocketChannel.open()) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      SocketChannel near = SocketChannel.open(listening.getLocalAddress());
      return new Wire(new ChannelEnd(near), new ChannelEnd(listening.accept()));
    }
  }

  @Override
  public void close() throws IOException {
    near.close();
    far.close();
  }

  private record SocketEnd(Socket socket) implements End {
    private SocketEnd {
      try {
        socket.setTcpNoDelay(true);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    @Override
    public boolean read(byte[] bytes) throws IOException {
      return socket.getInputStream().readNBytes(bytes, 0, bytes.length) == bytes.length;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record ChannelEnd(SocketChannel channel, ByteBuffer buffer) implements End {
    private ChannelEnd(SocketChannel channel) throws IOException {
      this(channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true), direct());
    }

    /** One end is used by one thread. */
    private static ByteBuffer direct() {
      return ByteBuffer.allocateDirect(64);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      buffer.clear();
      buffer.put(bytes).flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }

    @Override
    public boolean read(byte[] bytes) throws IOException {
      buffer.clear().limit(bytes.length);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          return false;
        }
      }
      buffer.flip();
      buffer.get(bytes);
      return true;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
