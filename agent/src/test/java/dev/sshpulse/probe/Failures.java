package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Fails in every way that loopback allows, each by the name that comes in on a line, and says how
 * often.
 */
public final class Failures {

  private Failures() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    System.out.println("ready");
    for (String name = in.readLine(); name != null; name = in.readLine()) {
      System.out.println("over: " + name + ": " + play(name));
    }
  }

  private static int play(String name) throws Exception {
    return switch (name) {
      case "refused connects" -> refusedConnects();
      case "timed out connect" -> timedOutConnect();
      case "reset reads" -> resetReads();
      case "ends and limits that are no failures" -> noFailures();
      case "accepts without descriptors" -> acceptsWithoutDescriptors();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** One for each API. */
  private static int refusedConnects() throws Exception {
    int failed = 0;
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // and does not listen
      InetSocketAddress nobody = (InetSocketAddress) bound.getLocalSocketAddress();
      failed += refused(() -> new Socket(nobody.getAddress(), nobody.getPort()).close());
      failed += refused(() -> withLimit(nobody, 10_000));
      failed += refused(() -> SocketChannel.open(nobody).close());
      failed += refused(() -> nonBlocking(nobody));
      failed += refused(() -> asynchronous(nobody));
      failed += refused(Failures::staleUnixSocket);
    }
    return failed;
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private static int refused(Attempt attempt) {
    try {
      attempt.run();
      return 0;
    } catch (IOException e) {
      return e.getMessage().contains("refused") ? 1 : 0;
    }
  }

  private static void withLimit(InetSocketAddress to, int millis) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(to, millis);
    }
  }

  private static void nonBlocking(InetSocketAddress to) throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.configureBlocking(false);
      boolean connected = channel.connect(to);
      while (!connected) {
        connected = channel.finishConnect();
      }
    }
  }

  private static void asynchronous(InetSocketAddress to) throws IOException {
    try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
      channel.connect(to).get();
    } catch (ExecutionException e) {
      throw (IOException) e.getCause();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void staleUnixSocket() throws IOException {
    Path path = Files.createTempDirectory("probe").resolve("socket");
    try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listening.bind(UnixDomainSocketAddress.of(path));
    }
    try {
      SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
    } finally {
      Files.delete(path);
      Files.delete(path.getParent());
    }
  }

  /** A full backlog answers no SYN, so the caller's own limit ends the attempt. */
  private static int timedOutConnect() throws Exception {
    int failed = 0;
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      while (failed == 0) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(listening.getLocalSocketAddress(), 100);
        } catch (SocketTimeoutException e) {
          failed++;
        }
      }
      try (SocketChannel channel = SocketChannel.open()) {
        channel.socket().connect(listening.getLocalSocketAddress(), 100);
      } catch (SocketTimeoutException e) {
        failed++;
      }
    }
    for (Socket socket : waiting) {
      socket.close();
    }
    return failed;
  }

  /** One for each API but TLS, which reads ahead. */
  private static int resetReads() throws Exception {
    int failed = 0;
    for (SocketPair.Api api : SocketPair.Api.values()) {
      if (api != SocketPair.Api.SSL_SOCKET) {
        SocketPair pair = SocketPair.open(api);
        pair.resetPeer();
        try {
          pair.read();
        } catch (IOException e) {
          failed++;
        }
        pair.close();
      }
    }
    return failed;
  }

  /** Ends of stream, a read limit, a close under a blocked read, and use after close. */
  private static int noFailures() throws Exception {
    for (SocketPair.Api api : SocketPair.Api.values()) {
      SocketPair ended = SocketPair.open(api);
      ended.closePeer();
      ended.read();
      ended.close();
      try {
        ended.read();
      } catch (IOException e) {
        // as every API does after a close
      }
    }
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
      socket.setSoTimeout(10);
      try {
        socket.getInputStream().read();
      } catch (SocketTimeoutException e) {
        // nobody writes
      }
      socket.shutdownOutput();
    }
    closeUnderAccept();
    return 0;
  }

  private static void closeUnderAccept() throws Exception {
    ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread accepting =
        new Thread(
            () -> {
              try {
                listening.accept();
              } catch (IOException e) {
                // Socket closed
              }
            });
    accepting.start();
    while (accepting.getState() == Thread.State.NEW) {
      Thread.onSpinWait();
    }
    listening.close();
    accepting.join();
  }

  /** The process may hold few descriptors: opens files until there is none, then accepts. */
  private static int acceptsWithoutDescriptors() throws Exception {
    int failed = 0;
    List<AutoCloseable> open = new ArrayList<>();
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ServerSocketChannel channel = ServerSocketChannel.open()) {
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      loadWhatAnAcceptTakes(listening, channel);
      open.add(new Socket(listening.getInetAddress(), listening.getLocalPort()));
      open.add(SocketChannel.open(channel.getLocalAddress()));
      exhaust(open);
      failed += accept(() -> listening.accept().close());
      failed += accept(() -> channel.accept().close());
    } finally {
      for (AutoCloseable one : open) {
        one.close();
      }
    }
    return failed;
  }

  /** Without a descriptor the JVM cannot load its own classes either. */
  private static void loadWhatAnAcceptTakes(ServerSocket listening, ServerSocketChannel channel)
      throws IOException {
    new Socket(listening.getInetAddress(), listening.getLocalPort()).close();
    SocketChannel.open(channel.getLocalAddress()).close();
    accept(() -> listening.accept().close());
    accept(() -> channel.accept().close());
    try {
      new FileInputStream("/no/such/file").close();
    } catch (IOException e) {
      // loads what tells of it
    }
  }

  private static void exhaust(List<AutoCloseable> open) {
    try {
      while (true) {
        open.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      // Too many open files: as wanted
    }
  }

  private static int accept(Attempt attempt) {
    try {
      attempt.run();
      return 0;
    } catch (IOException e) {
      return 1;
    }
  }
}
