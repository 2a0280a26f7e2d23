package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Connections that look like SSH are opened, used, die and are closed, on many threads, both ends
 * in this JVM: every other one is reset by its client, the rest are closed by their server while
 * the client writes on.
 *
 * <p>Reads lines. {@code live <many>} lets so many live, an even number, and answers {@code lived
 * <many>, <millis> ms, sshpulse-tell <where> and then <where>, <nanos> ns of CPU later}. {@code
 * fill} puts more into the pipe of stderr than it holds. {@code hang} lets some live until the
 * agent's thread hangs in that pipe, and answers {@code hangs after <lives>}.
 */
public final class ShortLives {
  private static final int THREADS = 16;
  private static final int MORE_THAN_ANY_PIPE_HOLDS = 1 << 20;
  private static final byte[] IDENTIFICATION =
      "SSH-2.0-probe\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MESSAGE = new byte[1024];

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Teller teller = new Teller();

  private ShortLives() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    ShortLives lives = new ShortLives();
    System.out.println("ready");
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      switch (line) {
        case "fill" -> fill();
        case "hang" -> lives.hang();
        default -> lives.live(Integer.parseInt(line.split(" ")[1]));
      }
    }
    System.exit(0); // whatever hangs
  }

  private void live(int many) throws Exception {
    String before = teller.where();
    long cpuNanos = teller.cpuNanos();
    long began = System.nanoTime();
    List<Future<?>> shares = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int pairs = many / 2 / THREADS + (i < many / 2 % THREADS ? 1 : 0);
      shares.add(threads.submit(() -> livePairs(pairs)));
    }
    for (Future<?> share : shares) {
      share.get();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    System.out.printf(
        "lived %d, %d ms, sshpulse-tell %s and then %s, %d ns of CPU later%n",
        many, millis, before, teller.where(), teller.cpuNanos() - cpuNanos);
  }

  private static Void livePairs(int pairs) throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < pairs; i++) {
        live(listening, true);
        live(listening, false);
      }
    }
    return null;
  }

  private static void live(ServerSocket listening, boolean reset) throws IOException {
    try (Socket client = new Socket(listening.getInetAddress(), listening.getLocalPort());
        Socket server = listening.accept()) {
      pass(client, server, IDENTIFICATION);
      pass(server, client, IDENTIFICATION);
      pass(client, server, MESSAGE);
      pass(server, client, MESSAGE);
      if (reset) {
        reset(client, server);
      } else {
        hangUp(server, client);
      }
    }
  }

  private static void pass(Socket from, Socket to, byte[] bytes) throws IOException {
    from.getOutputStream().write(bytes);
    to.getInputStream().readNBytes(bytes.length);
  }

  private static void reset(Socket by, Socket other) throws IOException {
    by.setSoLinger(true, 0);
    by.close();
    try {
      throw new IllegalStateException("read " + other.getInputStream().read());
    } catch (IOException e) {
      // expected: with that its life ends
    }
  }

  private static void hangUp(Socket by, Socket other) throws IOException {
    by.close();
    try {
      while (true) {
        other.getOutputStream().write(MESSAGE);
      }
    } catch (IOException e) {
      // expected: with that its life ends
    }
  }

  private static void fill() {
    Thread filling = new Thread(ShortLives::fillError, "filling");
    filling.setDaemon(true);
    filling.start();
  }

  /** Below {@code System.err}, whose lock would keep the agent from getting into a write itself. */
  private static void fillError() {
    byte[] line = new byte[MORE_THAN_ANY_PIPE_HOLDS];
    line[line.length - 1] = '\n';
    try {
      new FileOutputStream(FileDescriptor.err).write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void hang() throws IOException {
    int pairs = 0;
    while (!teller.hangsInAWrite()) {
      livePairs(1); // so that there is something to tell
      pairs++;
    }
    System.out.println("hangs after " + 2 * pairs);
  }
}
