package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sshpulse.model.Faults;
import dev.sshpulse.web.TestKeys;
import dev.sshpulse.web.Tls;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsHandshakesTest {
  private static final TestKeys KEYS = TestKeys.of("EC");
  private static final byte[] GET = "GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);

  private final Faults faults = new Faults();

  @TempDir private Path folder;
  private Listening listening;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("server.pem"), KEYS.certificate);
    Files.writeString(folder.resolve("server.key"), KEYS.key);
    Path file = folder.resolve("web.yml");
    Files.writeString(file, "tls_server_config: {cert_file: server.pem, key_file: server.key}\n");
    listening = new Listening("127.0.0.1", 0, false, file.toString(), line -> {});
  }

  private SSLSocket connect(Exporter exporter, String protocol) throws Exception {
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry(
        "server",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(KEYS.certificate.getBytes(US_ASCII))));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket("127.0.0.1", exporter.address().getPort());
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  private static String ask(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(GET);
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("alive\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      answer.append((char) next);
    }
    return answer.toString();
  }

  private Exporter exporter() throws IOException {
    return Exporter.start(
        listening, new Shown("0.1.0", "metrics"), TlsHandshakesTest::daemon, faults);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void answersRequestAfterRequestUponOneHandshake(String protocol) throws Exception {
    try (Exporter exporter = exporter();
        SSLSocket socket = connect(exporter, protocol)) {
      String first = ask(socket);
      String second = ask(socket);

      assertThat(first).startsWith("HTTP/1.1 200 OK");
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void shakesHandsOnceAndClosesOnWhoeverWantsToAgain() throws Exception {
    try (Exporter exporter = exporter();
        SSLSocket socket = connect(exporter, "TLSv1.2")) {
      ask(socket);

      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                ask(socket);
              })
          .isInstanceOf(IOException.class);
      assertThat(faults.errors(Faults.Where.HTTP)).isZero();
    }
  }

  /** What {@link javax.net.ssl.SSLSocket} asks for by a new key in TLS 1.3 is no handshake. */
  @Test
  void takesANewKeyInTls13() throws Exception {
    try (Exporter exporter = exporter();
        SSLSocket socket = connect(exporter, "TLSv1.3")) {
      ask(socket);

      socket.startHandshake();

      assertThat(ask(socket)).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void takesBothEndsOfAConnectionFromOneReadingOfTheFiles() throws Exception {
    try (Door other = door();
        Door restless = new RestlessDoor(other.tls())) {
      EmbeddedChannel channel = new EmbeddedChannel(connections(restless));

      Object below = tlsOf(channel, TlsOrPlain.class);
      Object above = tlsOf(channel, Gate.class);

      assertThat(below).isNotNull().isSameAs(above);
      channel.finishAndReleaseAll();
    }
  }

  private Door door() throws IOException {
    return new Door(listening, TlsHandshakesTest::daemon, Limits.DEFAULT, faults);
  }

  private Connections connections(Door door) {
    Callers callers = new Callers(InetAddress.getLoopbackAddress(), "https");
    Routes routes = new Routes(new Shown("0.1.0", "metrics"));
    RequestHandler requests = new RequestHandler(routes, callers, Limits.DEFAULT, faults);
    return new Connections(Limits.DEFAULT, requests, door, faults, Ticker.systemTicker());
  }

  private static Object tlsOf(EmbeddedChannel channel, Class<? extends ChannelHandler> type)
      throws ReflectiveOperationException {
    Field tls = type.getDeclaredField("tls");
    tls.setAccessible(true);
    return tls.get(channel.pipeline().get(type));
  }

  /** Has other files each time it is asked. */
  private final class RestlessDoor extends Door {
    private final Tls other;
    private boolean odd;

    RestlessDoor(Tls other) throws IOException {
      super(listening, TlsHandshakesTest::daemon, Limits.DEFAULT, faults);
      this.other = other;
    }

    @Override
    Tls tls() {
      odd = !odd;
      return odd ? other : super.tls();
    }
  }
}
