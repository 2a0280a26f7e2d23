package dev.sshpulse.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * One connected end of an API under test, and the plain other end.
 *
 * <p>{@link #write} and {@link #read} throw what the API throws.
 */
abstract class SocketPair {
  private static final byte[] BYTES = new byte[64];

  /** The ways to a socket that the JDK offers. */
  enum Api {
    SOCKET,
    SSL_SOCKET,
    SOCKET_CHANNEL,
    ASYNCHRONOUS_CHANNEL,
    UNIX_DOMAIN
  }

  abstract void write() throws IOException;

  abstract int read() throws IOException;

  /** Lets the other end send a few bytes. */
  abstract void feed() throws IOException;

  /** Closes this end. */
  abstract void close() throws IOException;

  /** Closes the other end. */
  abstract void closePeer() throws IOException;

  /** Closes the other end so that this one is reset. */
  abstract void resetPeer() throws IOException;

  /** The calls that failed below an API that hides them; -1 where every exception is one call. */
  long failedCalls() {
    return -1;
  }

  static SocketPair open(Api api) throws Exception {
    return switch (api) {
      case SOCKET -> new Plain();
      case SSL_SOCKET -> new Ssl();
      case SOCKET_CHANNEL -> new Channel();
      case ASYNCHRONOUS_CHANNEL -> new Asynchronous();
      case UNIX_DOMAIN -> new Local();
    };
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private static class Plain extends SocketPair {
    final Socket socket;
    final Socket peer;

    Plain() throws IOException {
      this(new Socket());
    }

    Plain(Socket socket) throws IOException {
      try (ServerSocket listening = listen()) {
        this.socket = socket;
        socket.connect(listening.getLocalSocketAddress());
        peer = listening.accept();
        socket.setTcpNoDelay(true); // else each TLS handshake waits for a delayed ACK
        peer.setTcpNoDelay(true);
      }
    }

    @Override
    void write() throws IOException {
      socket.getOutputStream().write(BYTES);
    }

    @Override
    int read() throws IOException {
      return socket.getInputStream().read(new byte[64]);
    }

    @Override
    void feed() throws IOException {
      peer.getOutputStream().write(BYTES);
    }

    @Override
    void close() throws IOException {
      socket.close();
    }

    @Override
    void closePeer() throws IOException {
      peer.close();
    }

    @Override
    void resetPeer() throws IOException {
      peer.setSoLinger(true, 0);
      peer.close();
    }
  }

  /**
   * TLS over a socket that counts what fails below it: TLS itself gives up after the first failure.
   */
  private static final class Ssl extends Plain {
    private static final String SUITE = "TLS_ECDH_anon_WITH_AES_128_CBC_SHA";
    private final SSLSocket secure;

    /** Held, for JDK 17 finalises a TLS socket that nobody holds, and closes what is below it. */
    private final SSLSocket other;

    static {
      Security.setProperty("jdk.tls.disabledAlgorithms", "");
    }

    Ssl() throws Exception {
      super(new CountingSocket());
      var factory = SSLContext.getDefault().getSocketFactory();
      secure = (SSLSocket) factory.createSocket(socket, "localhost", socket.getPort(), true);
      other = (SSLSocket) factory.createSocket(peer, "localhost", peer.getPort(), true);
      other.setUseClientMode(false);
      anonymous(secure);
      anonymous(other);
      Thread handshake = new Thread(() -> handshake(other));
      handshake.start();
      handshake(secure);
      handshake.join();
    }

    private static void anonymous(SSLSocket socket) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {SUITE});
    }

    private static void handshake(SSLSocket socket) {
      try {
        socket.startHandshake();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    void write() throws IOException {
      secure.getOutputStream().write(BYTES);
    }

    @Override
    void closePeer() throws IOException {
      super.closePeer();
      Reference.reachabilityFence(other);
    }

    @Override
    int read() throws IOException {
      return secure.getInputStream().read(new byte[64]);
    }

    @Override
    void feed() throws IOException {
      other.getOutputStream().write(BYTES);
    }

    @Override
    void close() throws IOException {
      socket.close(); // TLS's own close would wait for a writer that waits for its peer
    }

    @Override
    long failedCalls() {
      return ((CountingSocket) socket).failures.get();
    }
  }

  private static final class CountingSocket extends Socket {
    final AtomicLong failures = new AtomicLong();

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream stream = super.getOutputStream();
      return new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          try {
            stream.write(bytes, from, length);
          } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("closed")) {
              failures.incrementAndGet();
            }
            throw e;
          }
        }
      };
    }
  }

  private static class Channel extends SocketPair {
    final SocketChannel channel;
    final SocketChannel peer;

    Channel() throws IOException {
      try (ServerSocketChannel listening = ServerSocketChannel.open()) {
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel = SocketChannel.open(listening.getLocalAddress());
        peer = listening.accept();
      }
    }

    Channel(SocketChannel channel, SocketChannel peer) {
      this.channel = channel;
      this.peer = peer;
    }

    @Override
    void write() throws IOException {
      channel.write(ByteBuffer.wrap(BYTES));
    }

    @Override
    int read() throws IOException {
      return channel.read(ByteBuffer.allocate(64));
    }

    @Override
    void feed() throws IOException {
      peer.write(ByteBuffer.wrap(BYTES));
    }

    @Override
    void close() throws IOException {
      channel.close();
    }

    @Override
    void closePeer() throws IOException {
      peer.close();
    }

    @Override
    void resetPeer() throws IOException {
      peer.setOption(StandardSocketOptions.SO_LINGER, 0);
      peer.close();
    }
  }

  private static final class Local extends Channel {
    Local() throws IOException {
      this(Files.createTempDirectory("probe").resolve("socket"));
    }

    private Local(Path path) throws IOException {
      this(path, ServerSocketChannel.open(StandardProtocolFamily.UNIX));
    }

    private Local(Path path, ServerSocketChannel listening) throws IOException {
      super(connect(path, listening), listening.accept());
      listening.close();
      Files.delete(path);
      Files.delete(path.getParent());
    }

    private static SocketChannel connect(Path path, ServerSocketChannel listening)
        throws IOException {
      listening.bind(UnixDomainSocketAddress.of(path));
      return SocketChannel.open(UnixDomainSocketAddress.of(path));
    }

    @Override
    void resetPeer() throws IOException {
      write(); // what the peer leaves unread makes its close a reset
      peer.close();
    }
  }

  private static final class Asynchronous extends SocketPair {
    private final AsynchronousSocketChannel channel;
    private final Socket peer;

    Asynchronous() throws IOException {
      try (ServerSocket listening = listen()) {
        channel = AsynchronousSocketChannel.open();
        get(channel.connect(listening.getLocalSocketAddress()));
        peer = listening.accept();
      }
    }

    @Override
    void write() throws IOException {
      get(channel.write(ByteBuffer.wrap(BYTES)));
    }

    @Override
    int read() throws IOException {
      return get(channel.read(ByteBuffer.allocate(64)));
    }

    private static <T> T get(java.util.concurrent.Future<T> future) throws IOException {
      try {
        return future.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    @Override
    void feed() throws IOException {
      peer.getOutputStream().write(BYTES);
    }

    @Override
    void close() throws IOException {
      channel.close();
    }

    @Override
    void closePeer() throws IOException {
      peer.close();
    }

    @Override
    void resetPeer() throws IOException {
      peer.setSoLinger(true, 0);
      peer.close();
    }
  }
}
