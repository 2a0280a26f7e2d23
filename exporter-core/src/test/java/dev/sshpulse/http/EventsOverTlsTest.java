package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.sshpulse.model.Faults;
import dev.sshpulse.web.TestKeys;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of the page behind a web-config, over real sockets. */
class EventsOverTlsTest {

  private static final String GET =
      "GET /api/v1/events HTTP/1.1\r\nHost: elsewhere.example.org\r\n";
  private static final String AS_ALICE =
      "Authorization: Basic "
          + Base64.getEncoder().encodeToString("alice:secret".getBytes(UTF_8))
          + "\r\n";

  private final Faults faults = new Faults();
  @TempDir private Path folder;
  private Exporter exporter;

  @BeforeEach
  void listen() throws IOException {
    TestKeys keys = TestKeys.of("EC");
    Files.writeString(folder.resolve("server.pem"), keys.certificate);
    Files.writeString(folder.resolve("server.key"), keys.key);
    String hash = BCrypt.withDefaults().hashToString(4, "secret".toCharArray());
    Path webConfig =
        Files.writeString(
            folder.resolve("web.yml"),
            """
            tls_server_config: {cert_file: server.pem, key_file: server.key}
            basic_auth_users: {alice: '%s'}
            """
                .formatted(hash));
    Listening where = new Listening("127.0.0.1", 0, false, webConfig.toString(), line -> {});
    exporter = Exporter.start(where, new Everything("sidecar"), EventsOverTlsTest::thread, faults);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "exporter");
    thread.setDaemon(true);
    return thread;
  }

  @AfterEach
  void close() {
    exporter.close();
  }

  @Test
  void areToldToAUserWithAddressesFromWhereverHeAsks() throws Exception {
    try (RawClient alice = client()) {
      alice.send(GET + AS_ALICE + "\r\n");
      String snapshot = alice.until("}\n\n");
      String later = alice.until("\n\n");

      assertThat(snapshot).startsWith("HTTP/1.1 200 ").contains(Everything.SECRETS);
      assertThat(later).startsWith("event: ");
      assertThat(faults.errors(Faults.Where.HTTP)).isZero();
    }
  }

  @Test
  void areNotToldToSomebodyElse() throws Exception {
    try (RawClient nobody = client()) {
      assertThat(nobody.send(GET + "\r\n").answer(true))
          .startsWith("HTTP/1.1 401 ")
          .doesNotContain(Everything.SECRETS);
    }
  }

  private RawClient client() throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return new RawClient(trusting.getSocketFactory().createSocket(), exporter.address());
  }
}
