package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Sends bytes as they are, and reads answers one by one. */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  final Socket socket;
  private final InputStream in;

  RawClient(InetSocketAddress server) throws IOException {
    this(new Socket(), server);
  }

  RawClient(Socket unconnected, InetSocketAddress server) throws IOException {
    socket = unconnected;
    socket.connect(server);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  RawClient send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    return this;
  }

  /**
   * The next answer, header and body.
   *
   * @param hasBody whether one follows if the header tells its length
   */
  String answer(boolean hasBody) throws IOException {
    String header = until("\r\n\r\n");
    if (header.isEmpty()) {
      throw new IOException("closed without an answer");
    }
    byte[] body = in.readNBytes(hasBody ? length(header) : 0);
    return header + new String(body, ISO_8859_1);
  }

  /** What comes next, up to these words or the end. */
  String until(String words) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      text.append((char) next);
      if (text.length() >= words.length()
          && text.indexOf(words, text.length() - words.length()) >= 0) {
        return text.toString();
      }
    }
    return text.toString();
  }

  private static int length(String header) {
    String name = "\r\ncontent-length: ";
    int at = header.indexOf(name) + name.length();
    return Integer.parseInt(header.substring(at, header.indexOf("\r\n", at)));
  }

  /** Whether the server has ended it, and not reset it; waits for that. */
  boolean isEnded() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
