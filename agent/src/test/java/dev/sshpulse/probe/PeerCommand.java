package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * A shell that knows few words, the same as a command and line by line.
 *
 * <ul>
 *   <li>{@code echo <text>}: prints it
 *   <li>{@code exit <status>}: ends with it
 *   <li>{@code wait}: prints {@code ready}, and {@code released} when it is
 *   <li>{@code talk}: prints {@code still here} again and again until it is released
 *   <li>{@code through}: sends a greeting through the port that the client has asked for, and
 *       prints the answer
 * </ul>
 */
final class PeerCommand implements Command {
  /** Instead of a command: reads its lines from the client. */
  static final String SHELL = "";

  private static final Queue<CountDownLatch> WAITING = new ConcurrentLinkedQueue<>();
  private static final int GOES_ON = -1;

  private final String line;
  private final Forwardings forwardings;
  private final CountDownLatch released = new CountDownLatch(1);
  private InputStream in;
  private OutputStream out;
  private ExitCallback exit;
  private Session session;

  PeerCommand(String line, Forwardings forwardings) {
    this.line = line;
    this.forwardings = forwardings;
  }

  static void releaseAll() {
    for (CountDownLatch one = WAITING.poll(); one != null; one = WAITING.poll()) {
      one.countDown();
    }
  }

  @Override
  public void setInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public void setOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public void setErrorStream(OutputStream err) {}

  @Override
  public void setExitCallback(ExitCallback exit) {
    this.exit = exit;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    session = channel.getSession();
    Thread thread = new Thread(this::run, "command");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      exit.onExit(line.equals(SHELL) ? shell() : Math.max(0, execute(line)));
    } catch (IOException e) {
      exit.onExit(1, e.toString());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private int shell() throws IOException, InterruptedException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String next = lines.readLine(); next != null; next = lines.readLine()) {
      int status = execute(next.strip());
      if (status != GOES_ON) {
        return status;
      }
    }
    return 0;
  }

  /** The status to end with, or {@link #GOES_ON}. */
  private int execute(String text) throws IOException, InterruptedException {
    String[] words = text.split(" ", 2);
    switch (words[0]) {
      case "echo" -> print(words[1]);
      case "exit" -> {
        return Integer.parseInt(words[1]);
      }
      case "wait" -> awaitRelease();
      case "talk" -> talk();
      case "through" -> print(greetThrough(forwardings.take(session)));
      default -> {
        return 127;
      }
    }
    return GOES_ON;
  }

  private void awaitRelease() throws IOException, InterruptedException {
    WAITING.add(released);
    print("ready");
    released.await();
    print("released");
  }

  private void talk() throws IOException, InterruptedException {
    WAITING.add(released);
    while (!released.await(20, TimeUnit.MILLISECONDS)) {
      print("still here");
    }
  }

  private static String greetThrough(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private void print(String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void destroy(ChannelSession channel) {
    released.countDown();
  }
}
