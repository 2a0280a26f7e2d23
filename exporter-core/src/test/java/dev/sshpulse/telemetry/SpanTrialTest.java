package dev.sshpulse.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTrialTest {
  private static final String PASSWORD = "changeit";
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Map<String, String> environment = new HashMap<>();

  @Test
  void sendsOneSpanWhateverIsSampled() throws IOException {
    try (Collector collector = new Collector(200)) {
      environment.put("OTEL_TRACES_SAMPLER", "always_off");

      SpanTrial trial = to(collector.endpoint());

      assertThat(trial.taken()).isTrue();
      assertThat(trial.sentence()).startsWith(collector.endpoint() + " took the span");
      assertThat(collector.spans())
          .singleElement()
          .satisfies(span -> assertThat(span.getName()).isEqualTo("sshpulse send-test-span"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "401, OTEL_EXPORTER_OTLP_HEADERS",
    "403, OTEL_EXPORTER_OTLP_HEADERS",
    "404, /v1/traces is added",
    "415, http/protobuf",
    "503, it answered 503"
  })
  void saysWhatTheEndpointAnswered(int status, String advice) throws IOException {
    try (Collector collector = new Collector(status)) {
      SpanTrial trial = to(collector.endpoint());

      assertThat(trial.taken()).isFalse();
      assertThat(trial.sentence()).contains("it answered " + status, advice);
    }
  }

  @Test
  void saysThatNothingIsConfigured() {
    SpanTrial trial = SpanTrial.run(new Properties(), environment);

    assertThat(trial.taken()).isFalse();
    assertThat(trial.sentence()).contains("no endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT");
  }

  @Test
  void saysThatSpansAreSwitchedOff() {
    environment.put("OTEL_SDK_DISABLED", "true");

    assertThat(to("http://127.0.0.1:4318").sentence()).contains("OTEL_SDK_DISABLED");
  }

  @Test
  void saysThatGrpcIsNotSpoken() {
    environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");

    assertThat(to("http://127.0.0.1:4317").sentence())
        .isEqualTo("grpc is not supported: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
  }

  @Test
  void saysThatTheSettingsAreWrong() {
    assertThat(to("no url at all").sentence()).contains("refuses", "no url at all");
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(LOOPBACK, 0)); // so that nobody else can listen there

      assertThat(to("http://127.0.0.1:" + bound.getLocalPort()).sentence())
          .contains("Connection refused", "nothing listens there", "4318");
    }
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    environment.put("OTEL_EXPORTER_OTLP_TIMEOUT", "200");
    try (ServerSocket silent = new ServerSocket(0, 50, LOOPBACK)) {
      assertThat(to("http://127.0.0.1:" + silent.getLocalPort()).sentence())
          .contains("no answer within 200 ms");
    }
  }

  @Test
  void saysThatItIsAnotherProtocol() throws Exception {
    try (ServerSocket grpc = new ServerSocket(0, 50, LOOPBACK)) {
      Thread server = new Thread(() -> answerOnce(grpc, "\0\0\6\4\0\0\0\0\0"));
      server.start();

      assertThat(to("http://127.0.0.1:" + grpc.getLocalPort()).sentence())
          .contains("not HTTP/1.1", "gRPC", "4318");
      server.join();
    }
  }

  @Test
  void saysThatTlsFailed() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 50, LOOPBACK)) {
      Thread server = new Thread(() -> answerOnce(plain, "HTTP/1.1 400 Bad Request\r\n\r\n"));
      server.start();

      assertThat(to("https://127.0.0.1:" + plain.getLocalPort()).sentence())
          .contains("TLS failed", "OTEL_EXPORTER_OTLP_CERTIFICATE");
      server.join();
    }
  }

  @Test
  void trustsTheCertificateThatItIsTold(@TempDir Path directory) throws Exception {
    HttpsServer server = secured(directory, "san=ip:127.0.0.1");
    String endpoint = "https://127.0.0.1:" + server.getAddress().getPort();
    SpanTrial unknown = to(endpoint);
    environment.put("OTEL_EXPORTER_OTLP_CERTIFICATE", directory.resolve("cert.pem").toString());

    SpanTrial known = to(endpoint);

    server.stop(0);
    assertThat(unknown.sentence()).contains("TLS failed", "OTEL_EXPORTER_OTLP_CERTIFICATE");
    assertThat(known.sentence()).contains("took the span");
  }

  @Test
  void refusesTheCertificateOfAnotherHost(@TempDir Path directory) throws Exception {
    HttpsServer server = secured(directory, "san=dns:another.example");
    environment.put("OTEL_EXPORTER_OTLP_CERTIFICATE", directory.resolve("cert.pem").toString());

    SpanTrial trial = to("https://127.0.0.1:" + server.getAddress().getPort());

    server.stop(0);
    assertThat(trial.sentence()).contains("TLS failed");
  }

  /** Answers everything with 200, by a certificate that it has signed itself. */
  private static HttpsServer secured(Path directory, String names) throws Exception {
    Path store = directory.resolve("store");
    Path certificate = directory.resolve("cert.pem");
    keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", names);
    keytool(store, "-exportcert", "-rfc", "-file", certificate.toString());
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/", SpanTrialTest::take);
    server.start();
    return server;
  }

  private static void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static void keytool(Path store, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "test", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static void answerOnce(ServerSocket listening, String answer) {
    try (Socket socket = listening.accept()) {
      socket.setSoTimeout(10_000);
      socket.getInputStream().read(new byte[65_536]);
      socket.getOutputStream().write(answer.getBytes(US_ASCII));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes(); // to close with something unread is to reset
    } catch (IOException e) {
      // Seen by the other end as well.
    }
  }

  private SpanTrial to(String endpoint) {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    return SpanTrial.run(new Properties(), environment);
  }
}
