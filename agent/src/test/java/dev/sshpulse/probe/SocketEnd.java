package dev.sshpulse.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One end of a TCP connection. Its methods throw what the API throws. */
abstract class SocketEnd {

  /** One write, which takes all bytes or fails. */
  abstract void write(byte[] bytes) throws IOException;

  /**
   * One read of at least a byte.
   *
   * @param limitMillis how long to wait; 0 for ever
   * @return how many bytes, or -1 at the end of the stream
   * @throws SocketTimeoutException when the limit is over
   */
  abstract int read(byte[] into, int limitMillis) throws IOException;

  abstract <T> void set(SocketOption<T> option, T value) throws IOException;

  abstract void shutdownOutput() throws IOException;

  abstract void close() throws IOException;

  /** What waits for one connection. */
  interface Listening {
    SocketEnd accept() throws IOException;
  }

  static SocketEnd connect(SocketApi api, InetSocketAddress to) throws IOException {
    return switch (api) {
      case SOCKET -> new Plain(new Socket(to.getAddress(), to.getPort()));
      case SOCKET_CHANNEL -> new Channel(SocketChannel.open(to));
      case SELECTOR -> new Selected(SocketChannel.open(to));
      case ASYNCHRONOUS_CHANNEL -> {
        AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
        get(channel.connect(to));
        yield new Asynchronous(channel);
      }
    };
  }

  /** Listens at once, and gives up the port after one connection. */
  static Listening listen(SocketApi api, InetSocketAddress at) throws IOException {
    return switch (api) {
      case SOCKET -> {
        ServerSocket socket = new ServerSocket(at.getPort(), 1, at.getAddress());
        yield () -> {
          try (socket) {
            return new Plain(socket.accept());
          }
        };
      }
      case SOCKET_CHANNEL -> listen(at, Channel::new);
      case SELECTOR -> listen(at, Selected::new);
      case ASYNCHRONOUS_CHANNEL -> {
        var channel = AsynchronousServerSocketChannel.open().bind(at, 1);
        yield () -> {
          try (channel) {
            return new Asynchronous(get(channel.accept()));
          }
        };
      }
    };
  }

  /** A constructor. */
  private interface OfChannel {
    SocketEnd of(SocketChannel channel) throws IOException;
  }

  private static Listening listen(InetSocketAddress at, OfChannel end) throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open().bind(at, 1);
    return () -> {
      try (listening) {
        return end.of(listening.accept());
      }
    };
  }

  private static <T> T get(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InterruptedByTimeoutException) {
        throw new SocketTimeoutException(e.getMessage());
      }
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static final class Plain extends SocketEnd {
    private final Socket socket;

    Plain(Socket socket) {
      this.socket = socket;
    }

    @Override
    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    @Override
    int read(byte[] into, int limitMillis) throws IOException {
      socket.setSoTimeout(limitMillis);
      return socket.getInputStream().read(into);
    }

    @Override
    <T> void set(SocketOption<T> option, T value) throws IOException {
      socket.setOption(option, value);
    }

    @Override
    void shutdownOutput() throws IOException {
      socket.shutdownOutput();
    }

    @Override
    void close() throws IOException {
      socket.close();
    }
  }

  private static class Channel extends SocketEnd {
    final SocketChannel channel;

    Channel(SocketChannel channel) {
      this.channel = channel;
    }

    @Override
    void write(byte[] bytes) throws IOException {
      channel.write(ByteBuffer.wrap(bytes));
    }

    @Override
    int read(byte[] into, int limitMillis) throws IOException {
      if (limitMillis == 0) {
        return channel.read(ByteBuffer.wrap(into));
      }
      channel.socket().setSoTimeout(limitMillis);
      return channel.socket().getInputStream().read(into);
    }

    @Override
    <T> void set(SocketOption<T> option, T value) throws IOException {
      channel.setOption(option, value);
    }

    @Override
    void shutdownOutput() throws IOException {
      channel.shutdownOutput();
    }

    @Override
    void close() throws IOException {
      channel.close();
    }
  }

  private static final class Selected extends Channel {
    private final Selector selector = Selector.open();

    Selected(SocketChannel channel) throws IOException {
      super(channel);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    void write(byte[] bytes) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }

    @Override
    int read(byte[] into, int limitMillis) throws IOException {
      int n = 0;
      while (n == 0) {
        if (selector.select(limitMillis) == 0) {
          throw new SocketTimeoutException("nothing to select");
        }
        selector.selectedKeys().clear();
        n = channel.read(ByteBuffer.wrap(into));
      }
      return n;
    }

    @Override
    void close() throws IOException {
      super.close();
      selector.close();
    }
  }

  private static final class Asynchronous extends SocketEnd {
    private final AsynchronousSocketChannel channel;

    Asynchronous(AsynchronousSocketChannel channel) {
      this.channel = channel;
    }

    @Override
    void write(byte[] bytes) throws IOException {
      get(channel.write(ByteBuffer.wrap(bytes)));
    }

    @Override
    int read(byte[] into, int limitMillis) throws IOException {
      Completion result = new Completion();
      channel.read(ByteBuffer.wrap(into), limitMillis, TimeUnit.MILLISECONDS, null, result);
      return get(result);
    }

    @Override
    <T> void set(SocketOption<T> option, T value) throws IOException {
      channel.setOption(option, value);
    }

    @Override
    void shutdownOutput() throws IOException {
      channel.shutdownOutput();
    }

    @Override
    void close() throws IOException {
      channel.close();
    }
  }

  /** A read with a limit has no future of its own. */
  private static final class Completion extends CompletableFuture<Integer>
      implements CompletionHandler<Integer, Object> {

    @Override
    public void completed(Integer n, Object attachment) {
      complete(n);
    }

    @Override
    public void failed(Throwable thrown, Object attachment) {
      completeExceptionally(thrown);
    }
  }
}
