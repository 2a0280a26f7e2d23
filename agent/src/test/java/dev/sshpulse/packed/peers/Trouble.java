package dev.sshpulse.packed.peers;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A port at which no SSH connection can be had, in one way or another. */
final class Trouble implements AutoCloseable {
  private static final int KEXINIT = 20; // RFC 4253, section 7.1
  private static final int LISTS = 10;

  private final ServerSocket listening;
  private final List<Socket> others = new ArrayList<>();

  private Trouble(int backlog) throws IOException {
    listening = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
  }

  /** So many wait to be accepted that the kernel answers no other. */
  static Trouble silent() throws IOException {
    Trouble trouble = new Trouble(1);
    for (int i = 0; i < 4; i++) {
      Socket socket = new Socket();
      trouble.others.add(socket);
      try {
        socket.connect(new InetSocketAddress("127.0.0.1", trouble.port()), 100);
      } catch (java.net.SocketTimeoutException e) {
        return trouble;
      }
    }
    throw new AssertionError("the kernel lets more wait than it was told");
  }

  /** Accepts, and closes without a word. */
  static Trouble mute() throws IOException {
    return new Trouble(10).answering(out -> {});
  }

  /** Is another protocol's. */
  static Trouble web() throws IOException {
    return new Trouble(10)
        .answering(
            out -> out.write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
  }

  /** Speaks SSH, with algorithms that nobody else has. */
  static Trouble alien() throws IOException {
    return new Trouble(10)
        .answering(
            out -> {
              out.write("SSH-2.0-Alien_1.0\r\n".getBytes(StandardCharsets.UTF_8));
              out.write(keyExchange());
            });
  }

  private interface Answer {
    void write(OutputStream out) throws IOException;
  }

  private Trouble answering(Answer answer) {
    Thread thread = new Thread(() -> answerAll(answer), "trouble");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void answerAll(Answer answer) {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        if (answer != null) {
          answer.write(socket.getOutputStream());
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
      } catch (IOException e) {
        continue; // the client may be the first to close
      }
    }
  }

  private static byte[] keyExchange() throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(payload);
    fields.write(KEXINIT);
    fields.write(new byte[16]);
    byte[] algorithm = "alien@example.org".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < LISTS; i++) {
      fields.writeInt(algorithm.length);
      fields.write(algorithm);
    }
    fields.write(new byte[5]);
    int padding = 16 - (payload.size() + 5) % 8;
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(packet);
    out.writeInt(payload.size() + padding + 1);
    out.write(padding);
    out.write(payload.toByteArray());
    out.write(new byte[padding]);
    return packet.toByteArray();
  }

  int port() {
    return listening.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : others) {
      socket.close();
    }
  }
}
