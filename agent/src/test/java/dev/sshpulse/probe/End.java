package dev.sshpulse.probe;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * One end of a connection, through one API. One thread may read, one write and one close it at the
 * same time; whatever fails is an {@link IOException}.
 */
abstract class End implements Closeable {

  /** The ways to a TCP socket that the JDK offers. */
  enum Api {
    SOCKET,
    CHANNEL,
    ASYNCHRONOUS_CHANNEL
  }

  /** Some bytes; -1 at the end of the stream. */
  abstract int read(byte[] into) throws IOException;

  /** As {@link #read}, with SO_TIMEOUT. */
  abstract int readWithin(int millis, byte[] into) throws IOException;

  /** All of these bytes. */
  abstract void write(byte[] bytes) throws IOException;

  abstract void shutdownOutput() throws IOException;

  /** Lets the next close send an RST instead of a FIN. */
  abstract void closeWillReset() throws IOException;

  static End connect(Api api, SocketAddress to) throws IOException {
    switch (api) {
      case SOCKET:
        Socket socket = new Socket();
        socket.connect(to);
        return new OfSocket(socket);
      case CHANNEL:
        return new OfChannel(SocketChannel.open(to));
      default:
        AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
        get(channel.connect(to));
        return new OfAsynchronousChannel(channel);
    }
  }

  /** Where ends of one API are accepted; for one thread. */
  abstract static class Listening implements Closeable {

    abstract SocketAddress address() throws IOException;

    abstract End accept() throws IOException;

    static Listening open(Api api) throws IOException {
      return switch (api) {
        case SOCKET -> new ListeningSocket();
        case CHANNEL -> new ListeningChannel();
        case ASYNCHRONOUS_CHANNEL -> new ListeningAsynchronousChannel();
      };
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static <T> T get(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class OfSocket extends End {
    private final Socket socket;

    OfSocket(Socket socket) {
      this.socket = socket;
    }

    @Override
    int read(byte[] into) throws IOException {
      return socket.getInputStream().read(into);
    }

    @Override
    int readWithin(int millis, byte[] into) throws IOException {
      socket.setSoTimeout(millis);
      return read(into);
    }

    @Override
    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    @Override
    void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    void closeWillReset() throws IOException {
      socket.setSoLinger(true, 0);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static final class ListeningSocket extends Listening {
    private final ServerSocket socket = new ServerSocket();

    ListeningSocket() throws IOException {
      socket.bind(anyPort());
    }

    @Override
    SocketAddress address() {
      return socket.getLocalSocketAddress();
    }

    @Override
    End accept() throws IOException {
      return new OfSocket(socket.accept());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static final class OfChannel extends End {
    private final SocketChannel channel;

    OfChannel(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    int read(byte[] into) throws IOException {
      return channel.read(ByteBuffer.wrap(into));
    }

    @Override
    int readWithin(int millis, byte[] into) throws IOException {
      channel.socket().setSoTimeout(millis);
      return channel.socket().getInputStream().read(into);
    }

    @Override
    void write(byte[] bytes) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    }

    @Override
    void shutdownOutput() throws IOException {
      channel.shutdownOutput();
    }

    @Override
    void closeWillReset() throws IOException {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class ListeningChannel extends Listening {
    private final ServerSocketChannel channel = ServerSocketChannel.open();

    ListeningChannel() throws IOException {
      channel.bind(anyPort());
    }

    @Override
    SocketAddress address() throws IOException {
      return channel.getLocalAddress();
    }

    @Override
    End accept() throws IOException {
      return new OfChannel(channel.accept());
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class OfAsynchronousChannel extends End {
    private final AsynchronousSocketChannel channel;

    OfAsynchronousChannel(AsynchronousSocketChannel channel) {
      this.channel = channel;
    }

    @Override
    int read(byte[] into) throws IOException {
      return get(channel.read(ByteBuffer.wrap(into)));
    }

    @Override
    int readWithin(int millis, byte[] into) {
      throw new UnsupportedOperationException("an asynchronous channel has no SO_TIMEOUT");
    }

    @Override
    void write(byte[] bytes) throws IOException {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        get(channel.write(left));
      }
    }

    @Override
    void shutdownOutput() throws IOException {
      channel.shutdownOutput();
    }

    @Override
    void closeWillReset() throws IOException {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class ListeningAsynchronousChannel extends Listening {
    private final AsynchronousServerSocketChannel channel = AsynchronousServerSocketChannel.open();

    ListeningAsynchronousChannel() throws IOException {
      channel.bind(anyPort());
    }

    @Override
    SocketAddress address() throws IOException {
      return channel.getLocalAddress();
    }

    @Override
    End accept() throws IOException {
      return new OfAsynchronousChannel(get(channel.accept()));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
