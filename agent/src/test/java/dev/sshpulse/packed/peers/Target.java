package dev.sshpulse.packed.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a forwarding leads to: answers five letters and their end of line in capitals, and closes.
 */
final class Target implements AutoCloseable {
  private final ServerSocket listening;

  Target() throws IOException {
    listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::answerAll, "target");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listening.getLocalPort();
  }

  private void answerAll() {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        String greeting = new String(socket.getInputStream().readNBytes(6), StandardCharsets.UTF_8);
        byte[] answer = greeting.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(answer);
      } catch (IOException e) {
        if (!listening.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
