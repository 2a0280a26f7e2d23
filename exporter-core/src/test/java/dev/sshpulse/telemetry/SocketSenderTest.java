package dev.sshpulse.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketSenderTest {
  private static final String MESSAGE = "spans";

  private final Endpoint endpoint = new Endpoint();
  private final Asked asked = new Asked();

  SocketSenderTest() throws IOException {}

  /** Whatever came of it, nothing of it goes on. */
  @AfterEach
  void close() throws IOException {
    await().atMost(Duration.ofSeconds(30)).until(() -> !sending());
    endpoint.listening.close();
  }

  @Test
  void postsWhatItIsGivenOverAConnectionOfItsOwn() throws Exception {
    asked.headers = Map.of("api-key", List.of("secret"), "x-two", List.of("a", "b"));
    endpoint.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    assertThat(send()).isEqualTo("200 OK");

    assertThat(endpoint.heard())
        .startsWith("POST /v1/traces?a=b HTTP/1.1\r\nHost: 127.0.0.1:" + endpoint.port() + "\r\n")
        .contains("\r\nConnection: close\r\n", "\r\nContent-Type: application/x-protobuf\r\n")
        .contains("\r\napi-key: secret\r\n", "\r\nx-two: a\r\nx-two: b\r\n")
        .contains("\r\nContent-Length: 5\r\n")
        .doesNotContain("Content-Encoding")
        .endsWith("\r\n\r\nspans");
  }

  @Test
  void compresses() throws Exception {
    asked.gzip = true;
    endpoint.answer("HTTP/1.1 200 OK\r\n\r\n");

    assertThat(send()).isEqualTo("200 OK");

    String heard = endpoint.heard();
    assertThat(heard).contains("\r\nContent-Encoding: gzip\r\n");
    byte[] body = heard.substring(heard.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
    try (var unzipped = new GZIPInputStream(new java.io.ByteArrayInputStream(body))) {
      assertThat(new String(unzipped.readAllBytes(), UTF_8)).isEqualTo(MESSAGE);
    }
  }

  @Test
  void triesAgainWhereTheTroubleMayPass() {
    asked.attempts = 3;
    endpoint.answer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    endpoint.answer("");
    endpoint.answer("HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

    assertThat(send()).isEqualTo("202 Accepted");
    assertThat(endpoint.requests).hasSize(3);
  }

  @Test
  void leavesOffAfterAsManyAttemptsAsAreAllowed() {
    asked.attempts = 2;
    endpoint.answer("HTTP/1.1 429 Too Many Requests\r\n\r\n");
    endpoint.answer("HTTP/1.1 504 Gateway Timeout\r\n\r\n");

    assertThat(send()).isEqualTo("504 Gateway Timeout");
    assertThat(endpoint.requests).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"400 Bad Request", "401 Unauthorized", "404 Not Found", "301 Moved"})
  void takesARefusalForWhatItIs(String status) {
    asked.attempts = 5;
    endpoint.answer("HTTP/1.1 " + status + "\r\n\r\nno");

    assertThat(send()).isEqualTo(status);
    assertThat(endpoint.requests).hasSize(1);
  }

  @Test
  void passesOverWhatIsNotYetTheAnswer() {
    endpoint.answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\nA: b\r\n\r\n");

    assertThat(send()).isEqualTo("200 ");
  }

  @Test
  void isOverInTimeWhenTheEndpointNeverAnswers() {
    asked.timeout = Duration.ofMillis(300);

    assertThat(send()).isEqualTo(SocketTimeoutException.class + ": no answer within 300 ms");
  }

  /** More than the buffers between the two can hold. */
  @Test
  void isOverInTimeWhenTheEndpointNeverReads() {
    asked.timeout = Duration.ofMillis(300);
    asked.message = new byte[64 << 20];
    endpoint.readNothing = true;

    assertThat(send()).isEqualTo(SocketTimeoutException.class + ": no answer within 300 ms");
  }

  @Test
  void isOverInTimeWhenTheAnswerTrickles() {
    asked.timeout = Duration.ofMillis(300);
    endpoint.answer("HTTP/1.1 200 OK\r\nX: ");
    endpoint.stayOpen = true;

    assertThat(send()).startsWith(SocketTimeoutException.class + ": no answer");
  }

  @Test
  void tellsARefusedConnection() throws Exception {
    try (Socket bound = new Socket()) {
      // Nobody else can listen there, and a socket that listened may linger until its accept ends.
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      asked.authority = "127.0.0.1:" + bound.getLocalPort();

      assertThat(send()).startsWith(ConnectException.class + ": Connection refused");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0\0\6\4\0\0\0\0\0", "SSH-2.0-OpenSSH_9.9\r\n", "HTTP/2 200\r\n"})
  void tellsWhatIsNotHttp(String answer) {
    endpoint.answer(answer);

    assertThat(send()).contains("not HTTP/1.1", "4318");
  }

  @Test
  void tellsThatTlsIsWanted() {
    endpoint.answer("\25\3\1\0\2\2\106");

    assertThat(send()).contains("begin its URL with https://");
  }

  @Test
  void tellsThatTlsIsNotSpoken() {
    asked.scheme = "https";
    endpoint.answer("HTTP/1.1 400 Bad Request\r\n\r\n");

    assertThat(send()).startsWith("class " + SSLException.class.getName());
  }

  @Test
  void refusesAHeaderThatWouldBeTwo() {
    asked.headers = Map.of("key", List.of("a\r\nb: c"));
    endpoint.answer("HTTP/1.1 200 OK\r\n\r\n");

    assertThat(send()).contains("the header key has a control character");
  }

  @Test
  void goesThroughTheProxyThatItIsGiven() throws Exception {
    asked.proxy = ProxySelector.of(new InetSocketAddress("127.0.0.1", endpoint.port()));
    asked.authority = "collector.example:4318";
    endpoint.answer("HTTP/1.1 200 OK\r\n\r\n");

    assertThat(send()).isEqualTo("200 OK");

    assertThat(endpoint.heard())
        .startsWith("POST http://collector.example:4318/v1/traces?a=b HTTP/1.1\r\n");
  }

  @Test
  void asksTheProxyForATunnelWhereItWantsTls() throws Exception {
    asked.proxy = ProxySelector.of(new InetSocketAddress("127.0.0.1", endpoint.port()));
    asked.authority = "collector.example";
    asked.scheme = "https";
    endpoint.answer("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");

    assertThat(send()).contains("the proxy answered 407 Proxy Authentication Required");

    assertThat(endpoint.heard())
        .startsWith("CONNECT collector.example:443 HTTP/1.1\r\nHost: collector.example:443\r\n");
  }

  private static boolean sending() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("sshpulse-otlp"));
  }

  private String send() {
    StringBuilder outcome = new StringBuilder();
    new SocketSender(asked)
        .send(
            asked,
            answer -> outcome.append(answer.getStatusCode() + " " + answer.getStatusMessage()),
            failure -> outcome.append(failure.getClass() + ": " + failure.getMessage()));
    return outcome.toString();
  }

  /** Takes one request after the other, and gives the answers that it was told. */
  private static final class Endpoint {
    final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    final Queue<String> answers = new ArrayDeque<>();
    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    volatile boolean readNothing;
    volatile boolean stayOpen;

    Endpoint() throws IOException {
      Thread thread = new Thread(this::serve, "endpoint");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return listening.getLocalPort();
    }

    String heard() throws InterruptedException {
      return requests.poll(60, TimeUnit.SECONDS);
    }

    synchronized void answer(String answer) {
      answers.add(answer);
    }

    private synchronized String next() {
      return answers.poll();
    }

    private void serve() {
      while (!listening.isClosed()) {
        try (Socket socket = listening.accept()) {
          serve(socket);
        } catch (IOException e) {
          // The sender has gone, or the test is over.
        }
      }
    }

    private void serve(Socket socket) throws IOException {
      if (!readNothing) {
        requests.add(request(socket.getInputStream()));
      }
      String answer = next();
      if (answer != null) {
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      }
      if (answer == null || stayOpen) {
        awaitEnd(socket.getInputStream());
      }
    }

    private void awaitEnd(InputStream in) throws IOException {
      if (readNothing) {
        try {
          new LinkedBlockingQueue<>().poll(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      while (in.read() >= 0) {}
    }

    private static String request(InputStream in) throws IOException {
      StringBuilder request = new StringBuilder();
      while (request.indexOf("\r\n\r\n") < 0) {
        int c = in.read();
        if (c < 0 || request.length() == 0 && c == 22) {
          return request.toString(); // gone, or TLS
        }
        request.append((char) c);
      }
      int at = request.indexOf("Content-Length: ");
      int length =
          at < 0 ? 0 : Integer.parseInt(request.substring(at + 16, request.indexOf("\r\n", at)));
      return request + new String(in.readNBytes(length), ISO_8859_1);
    }
  }

  /** What is to be sent, and how. */
  private final class Asked implements HttpSenderConfig, MessageWriter {
    String scheme = "http";
    String authority;
    Map<String, List<String>> headers = Map.of();
    Duration timeout = Duration.ofSeconds(60);
    byte[] message = MESSAGE.getBytes(UTF_8);
    boolean gzip;
    int attempts = 1;
    ProxySelector proxy;

    @Override
    public void writeMessage(OutputStream out) throws IOException {
      out.write(message);
    }

    @Override
    public int getContentLength() {
      return message.length;
    }

    @Override
    public URI getEndpoint() {
      String to = authority == null ? "127.0.0.1:" + endpoint.port() : authority;
      return URI.create(scheme + "://" + to + "/v1/traces?a=b");
    }

    @Override
    public String getContentType() {
      return "application/x-protobuf";
    }

    @Override
    public Compressor getCompressor() {
      return gzip ? new Gzip() : null;
    }

    @Override
    public Duration getTimeout() {
      return timeout;
    }

    @Override
    public Duration getConnectTimeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public Supplier<Map<String, List<String>>> getHeadersSupplier() {
      return () -> headers;
    }

    @Override
    public ProxyOptions getProxyOptions() {
      return proxy == null ? null : ProxyOptions.create(proxy);
    }

    @Override
    public RetryPolicy getRetryPolicy() {
      return attempts == 1
          ? null
          : RetryPolicy.builder()
              .setMaxAttempts(attempts)
              .setInitialBackoff(Duration.ofMillis(1))
              .setMaxBackoff(Duration.ofMillis(2))
              .build();
    }

    @Override
    public SSLContext getSslContext() {
      return null;
    }

    @Override
    public X509TrustManager getTrustManager() {
      return null;
    }

    @Override
    public ExecutorService getExecutorService() {
      return null;
    }
  }

  private static final class Gzip implements Compressor {
    @Override
    public String getEncoding() {
      return "gzip";
    }

    @Override
    public OutputStream compress(OutputStream out) throws IOException {
      return new GZIPOutputStream(out);
    }
  }
}
