package dev.sshpulse.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
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
  /** In one call. */
  static final int MOST_BYTES = 1024;

  /** Blocking; what is written in one call is read in one call. */
  interface End extends Closeable {
    void write(byte[] bytes) throws IOException;

    /** Fills the array; false at the end of the stream. */
    boolean read(byte[] bytes) throws IOException;

    /** Lets the next close send an RST, which leaves nothing behind in the kernel. */
    void closeWillReset() throws IOException;
  }

  /** Where one connection after the other is opened. */
  interface Place extends Closeable {
    Wire open() throws IOException;
  }

  /** One connection of its own. */
  static Wire open(String api) throws IOException {
    try (Place place = place(api)) {
      return place.open();
    }
  }

  static Place place(String api) throws IOException {
    return switch (api) {
      case "socket" -> new SocketPlace();
      case "channel" -> new ChannelPlace();
      default -> throw new IllegalArgumentException("socket or channel, not " + api);
    };
  }

  private static final class SocketPlace implements Place {
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    SocketPlace() throws IOException {}

    @Override
    public Wire open() throws IOException {
      Socket near = new Socket(listening.getInetAddress(), listening.getLocalPort());
      return new Wire(new SocketEnd(near), new SocketEnd(listening.accept()));
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }
  }

  private static final class ChannelPlace implements Place {
    private final ServerSocketChannel listening = ServerSocketChannel.open();

    ChannelPlace() throws IOException {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Override
    public Wire open() throws IOException {
      SocketChannel near = SocketChannel.open(listening.getLocalAddress());
      return new Wire(new ChannelEnd(near), new ChannelEnd(listening.accept()));
    }

    @Override
    public void close() throws IOException {
      listening.close();
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
    public void closeWillReset() throws IOException {
      socket.setSoLinger(true, 0);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record ChannelEnd(SocketChannel channel, ByteBuffer buffer) implements End {
    private ChannelEnd(SocketChannel channel) throws IOException {
      this(channel.setOption(StandardSocketOptions.TCP_NODELAY, true), direct());
    }

    /** One end is used by one thread. */
    private static ByteBuffer direct() {
      return ByteBuffer.allocateDirect(MOST_BYTES);
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
    public void closeWillReset() throws IOException {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
