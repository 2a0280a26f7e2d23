package dev.sshpulse.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One POST of HTTP/1.1 over a connection of its own (RFC 9112). None is kept for the next one: it
 * would be as old as a batch, and might be dead.
 */
final class Post implements Closeable {

  private static final int LONGEST_LINE = 8192;
  private static final int MOST_LINES = 200;
  private static final int LONGEST_BODY = 64 * 1024;
  private static final int DRAIN_MILLIS = 100;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?");
  private static final int STATUS_FROM = "HTTP/1.1 ".length();
  private static final int STATUS_TO = "HTTP/1.1 200".length();

  /** What a record of TLS begins with that says no (RFC 8446 section 5.1). */
  private static final char TLS_ALERT = 21;

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final HttpSenderConfig config;
  private final URI endpoint;
  private final boolean secure;

  /** The connection; what is layered on top ends with it. */
  private final Socket socket = new Socket();

  Post(HttpSenderConfig config) {
    this.config = config;
    this.endpoint = config.getEndpoint();
    this.secure = "https".equalsIgnoreCase(endpoint.getScheme());
  }

  /** An answer, of which nobody wants the body. */
  private record Reply(int status, String reason) implements HttpResponse {
    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    public String getStatusMessage() {
      return reason;
    }

    @Override
    public byte[] getResponseBody() {
      return new byte[0];
    }
  }

  /**
   * Sends this, and waits for the answer for as long as it takes.
   *
   * @throws IOException when there is none; the message says why
   */
  HttpResponse send(byte[] body) throws IOException {
    try (this) {
      InetSocketAddress proxy = proxy();
      connect(proxy == null ? new InetSocketAddress(host(), port()) : proxy);
      Socket talking = secure ? secured(proxy) : socket;
      OutputStream out = talking.getOutputStream();
      out.write(head(body.length, proxy != null && !secure).getBytes(ISO_8859_1));
      out.write(body);
      out.flush();
      return reply(new BufferedInputStream(talking.getInputStream()));
    }
  }

  private void connect(InetSocketAddress to) throws IOException {
    if (to.isUnresolved()) {
      throw new UnknownHostException("no address is known for " + to.getHostString());
    }
    socket.setTcpNoDelay(true);
    socket.connect(to, (int) Math.min(config.getConnectTimeout().toMillis(), Integer.MAX_VALUE));
  }

  /** The JVM's own settings, such as {@code https.proxyHost}; null to go straight. */
  private @Nullable InetSocketAddress proxy() {
    ProxySelector selector =
        config.getProxyOptions() == null
            ? ProxySelector.getDefault()
            : config.getProxyOptions().getProxySelector();
    if (selector == null) {
      return null;
    }
    Proxy proxy = selector.select(endpoint).get(0);
    if (proxy.type() != Proxy.Type.HTTP) {
      return null; // a SOCKS proxy is the socket's own business
    }
    InetSocketAddress address = (InetSocketAddress) proxy.address();
    return new InetSocketAddress(address.getHostString(), address.getPort());
  }

  private Socket secured(@Nullable InetSocketAddress proxy) throws IOException {
    if (proxy != null) {
      tunnel();
    }
    SSLSocket tls =
        (SSLSocket) context().getSocketFactory().createSocket(socket, host(), port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  private SSLContext context() throws IOException {
    try {
      return config.getSslContext() == null ? SSLContext.getDefault() : config.getSslContext();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("TLS is not to be had in this JVM", e);
    }
  }

  /** RFC 9110 section 9.3.6. Unbuffered: what follows the head is TLS. */
  private void tunnel() throws IOException {
    String target = named() + ":" + port();
    String head = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(ISO_8859_1));
    InputStream in = socket.getInputStream();
    Reply reply = status(line(in));
    headers(in);
    if (reply.status() / 100 != 2) {
      throw new IOException("the proxy answered " + reply.status() + " " + reply.reason());
    }
  }

  private String head(int length, boolean absolute) throws IOException {
    StringBuilder head = new StringBuilder("POST ");
    head.append(absolute ? "http://" + authority() : "").append(target()).append(" HTTP/1.1\r\n");
    header(head, "Host", authority());
    header(head, "Connection", "close");
    header(head, "Content-Type", config.getContentType());
    header(head, "Content-Length", String.valueOf(length));
    if (config.getCompressor() != null) {
      header(head, "Content-Encoding", config.getCompressor().getEncoding());
    }
    for (Map.Entry<String, List<String>> header : config.getHeadersSupplier().get().entrySet()) {
      for (String value : header.getValue()) {
        header(head, header.getKey(), value);
      }
    }
    return head.append("\r\n").toString();
  }

  private static void header(StringBuilder head, String name, String value) throws IOException {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i)) && value.charAt(i) != '\t') {
        throw new IOException("the header " + name + " has a control character: take it out");
      }
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private String target() {
    String path = endpoint.getRawPath();
    String target = path == null || path.isEmpty() ? "/" : path;
    return endpoint.getRawQuery() == null ? target : target + "?" + endpoint.getRawQuery();
  }

  private String authority() {
    int standard = secure ? HTTPS : HTTP;
    return port() == standard ? named() : named() + ":" + port();
  }

  /** Compose and Kubernetes have names with an underscore, which a URI takes for no host. */
  private String named() {
    String host = endpoint.getHost();
    if (host != null) {
      return host;
    }
    String authority = afterUser();
    int colon = authority.lastIndexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  private String afterUser() {
    String authority = String.valueOf(endpoint.getRawAuthority());
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private String host() {
    String host = named();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private int port() {
    int standard = secure ? HTTPS : HTTP;
    String authority = afterUser();
    int colon = authority.lastIndexOf(':');
    if (endpoint.getHost() == null && colon >= 0) {
      return Integer.parseInt(authority.substring(colon + 1));
    }
    return endpoint.getPort() < 0 ? standard : endpoint.getPort();
  }

  private Reply reply(InputStream in) throws IOException {
    Reply reply = status(line(in));
    long length = headers(in);
    while (reply.status() / 100 == 1) {
      reply = status(line(in));
      length = headers(in);
    }
    drain(in, length);
    return reply;
  }

  private static Reply status(String line) throws IOException {
    if (!STATUS.matcher(line).matches()) {
      throw new IOException(
          line.indexOf(TLS_ALERT) == 0
              ? "the endpoint wants TLS: begin its URL with https://"
              : "the answer is not HTTP/1.1; a gRPC port perhaps, OTLP over HTTP is usually on 4318");
    }
    int code = Integer.parseInt(line.substring(STATUS_FROM, STATUS_TO));
    return new Reply(code, line.substring(STATUS_TO).trim());
  }

  /** Up to the empty line; returns the Content-Length, or -1 without one. */
  private static long headers(InputStream in) throws IOException {
    long length = -1;
    for (int i = 0; i < MOST_LINES; i++) {
      String line = line(in);
      if (line.isEmpty()) {
        return length;
      }
      if (line.regionMatches(true, 0, "Content-Length:", 0, "Content-Length:".length())) {
        length = Long.parseLong(line.substring("Content-Length:".length()).trim());
      }
    }
    throw new IOException("the answer's header has more than " + MOST_LINES + " lines");
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 && line.length() == 0) {
        throw new IOException("the endpoint closed the connection without an answer");
      }
      if (c < 0) {
        return line.toString();
      }
      if (line.length() == LONGEST_LINE) {
        throw new IOException("the answer's header has a line beyond " + LONGEST_LINE + " bytes");
      }
      line.append((char) c);
    }
    int end = line.length();
    return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  /** To leave while the endpoint still speaks would be a broken pipe in its log. */
  private void drain(InputStream in, long length) {
    long left = length < 0 ? LONGEST_BODY : Math.min(length, LONGEST_BODY);
    try {
      socket.setSoTimeout(DRAIN_MILLIS); // it may keep the connection open, and say no more
      while (left > 0 && in.read() >= 0) {
        left--;
      }
    } catch (IOException e) {
      // What had to be known is known.
    }
  }

  /** Any thread may; who reads or writes then fails. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is given up either way.
    }
  }
}
