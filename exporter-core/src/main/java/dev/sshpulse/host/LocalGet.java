package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;

/**
 * One GET of HTTP/1.1 from a server on this host (RFC 9112), over a connection of its own. A proxy
 * is not asked and a redirect not followed: who stands on loopback is who was meant.
 */
final class LocalGet {
  private static final String JSON = "application/json";
  private static final int LONGEST_LINE = 1024;
  private static final int MOST_LINES = 50;
  private static final String NOT_ASKED =
      ", and a sidecar has neither; what it watches is counted here too";

  private static final int STATUS_AT = "HTTP/1.1 ".length();

  private final InetSocketAddress server;
  private final Duration within;
  private final long mostBytes;

  /**
   * @param within for all of it, connecting included
   * @param mostBytes of the answer, its header included
   */
  LocalGet(InetSocketAddress server, Duration within, long mostBytes) {
    this.server = server;
    this.within = within;
    this.mostBytes = mostBytes;
  }

  /** Reads the body of an answer; what it leaves is not looked at. */
  interface Body<T> {
    T read(InputStream body) throws IOException;
  }

  /** Something answers, and it is not what was meant: nor will it be a moment later. */
  static final class OtherServerException extends IOException {
    private static final long serialVersionUID = 1;

    OtherServerException(String message) {
      super(message);
    }
  }

  /**
   * Asks for JSON.
   *
   * @throws OtherServerException if something else is answered
   * @throws IOException if nothing is, or not in time
   */
  <T> T json(String path, Body<T> body) throws IOException {
    long deadline = System.nanoTime() + within.toNanos();
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.setTcpNoDelay(true);
      socket.connect(server, BoundedAnswer.millisUntil(deadline));
      OutputStream out = socket.getOutputStream();
      out.write(request(path).getBytes(ISO_8859_1));
      InputStream in = new BufferedInputStream(new BoundedAnswer(socket, deadline, mostBytes));
      status(line(in));
      header(in);
      return body.read(in);
    }
  }

  private String request(String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: "
        + authority()
        + "\r\nAccept: "
        + JSON
        + "\r\nConnection: close\r\n\r\n";
  }

  private String authority() {
    InetAddress address = server.getAddress();
    String host = address.getHostAddress();
    boolean ipv6 = host.indexOf(':') >= 0;
    return (ipv6 ? "[::1]" : host) + ":" + server.getPort(); // the only one of IPv6 is ::1
  }

  private void status(String line) throws OtherServerException {
    boolean http = line.startsWith("HTTP/1.") && line.length() >= STATUS_AT + 3;
    if (!http || !line.startsWith("200", STATUS_AT)) {
      throw new OtherServerException(
          http ? refusal(line.substring(STATUS_AT, STATUS_AT + 3)) : "it answers no HTTP");
    }
  }

  /** What an agent answers whose {@code http.web-config} is not for us. */
  private static String refusal(String status) {
    return switch (status) {
      case "400" -> "it answers 400, as one does whose http.web-config asks for TLS" + NOT_ASKED;
      case "401" -> "it answers 401: its http.web-config asks for a user" + NOT_ASKED;
      default -> "it answers " + status;
    };
  }

  private static void header(InputStream in) throws IOException {
    boolean json = false;
    for (int i = 0; i < MOST_LINES; i++) {
      String line = line(in);
      if (line.isEmpty()) {
        if (!json) {
          throw new OtherServerException("it answers no JSON");
        }
        return;
      }
      json |= isField(line, "Content-Type:", JSON);
      if (isField(line, "Transfer-Encoding:", "") || isField(line, "Content-Encoding:", "")) {
        throw new OtherServerException("it answers in another encoding than the agent does");
      }
    }
    throw new OtherServerException("its header has more than " + MOST_LINES + " lines");
  }

  private static boolean isField(String line, String name, String value) {
    return line.regionMatches(true, 0, name, 0, name.length())
        && line.substring(name.length()).strip().startsWith(value);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        // Perhaps it is on its way up or down: that tells nothing of what it is.
        throw new EOFException("it closes without an answer");
      }
      if (line.length() == LONGEST_LINE) {
        throw new OtherServerException("its header has a line beyond " + LONGEST_LINE + " bytes");
      }
      line.append((char) c);
    }
    int end = line.length();
    return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
  }
}
