package dev.sshpulse.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.host.LineSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sshd of this machine writes when things happen to it. */
class RealSshdLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String[] KEY_ONLY = {"-o", "PreferredAuthentications=publickey", "-i"};

  @TempDir private static Path directory;

  private static PrivateSshd sshd;

  private final SshdLog log = new SshdLog();
  private final List<SshdEvent> events = new ArrayList<>();
  private LineSource lines;

  @BeforeAll
  static void serve() throws Exception {
    sshd = new PrivateSshd(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    if (sshd != null) {
      sshd.stop();
    }
  }

  @BeforeEach
  void follow() {
    lines = LineSource.ofFile(sshd.log(), null);
    lines.poll(line -> {});
  }

  @AfterEach
  void close() {
    lines.close();
  }

  private Process withKey(String key, String command) throws IOException {
    return sshd.client("", command, KEY_ONLY[0], KEY_ONLY[1], KEY_ONLY[2], sshd.file(key));
  }

  private Process withPassword(String password) throws IOException {
    return sshd.client(password, "true", "-o", "PreferredAuthentications=password");
  }

  private void assertSaid(String... expected) {
    await().atMost(PATIENCE).until(() -> heard() >= expected.length);
    assertThat(events).extracting(RealSshdLogTest::said).containsExactly(expected);
    assertThat(events).extracting(SshdEvent::peer).doesNotContainNull().containsOnly(first());
  }

  private int heard() {
    lines.poll(
        line -> {
          SshdEvent event = log.read(line);
          if (event != null) {
            events.add(event);
          }
        });
    return events.size();
  }

  private InetSocketAddress first() {
    return events.get(0).peer();
  }

  private static String said(SshdEvent event) {
    return WordingsTest.text(event).replaceAll(" 127\\.0\\.0\\.1:\\d+", "");
  }

  /** A client that is logged in when this returns, and stays. */
  private Process loggedIn() throws IOException {
    Process client = withKey("key", "echo in; exec sleep 600");
    StringBuilder said = new StringBuilder();
    while (!said.toString().contains("in\n") || said.charAt(said.length() - 1) != '\n') {
      int next = client.getInputStream().read();
      assertThat(next).as(said.toString()).isNotNegative();
      said.append((char) next);
    }
    return client;
  }

  @Test
  void tellsALoginByKeyAndItsOrderlyEnd() throws Exception {
    withKey("key", "true").waitFor();

    assertSaid("ACCEPTED publickey after", "DISCONNECT_RECEIVED 11 after");
  }

  @Test
  void tellsALoginByPassword() throws Exception {
    withPassword("secret").waitFor();

    assertSaid("ACCEPTED password after", "DISCONNECT_RECEIVED 11 after");
  }

  @Test
  void tellsAWrongPassword() throws Exception {
    withPassword("wrong").waitFor();

    assertSaid("FAILED password before", "CLOSED_BY_PEER before");
  }

  @Test
  void tellsAWrongKey() throws Exception {
    withKey("wrong-key", "true").waitFor();

    assertSaid("FAILED publickey before", "CLOSED_BY_PEER before");
  }

  @Test
  void tellsThatAClientWasKilled() throws Exception {
    loggedIn().destroyForcibly().waitFor();

    assertSaid("ACCEPTED publickey after", "CLOSED_BY_PEER after");
  }

  @Test
  void tellsThatAClientDoesNotAnswer() throws Exception {
    Process client = loggedIn();

    PrivateSshd.run("kill", "-STOP", "" + client.pid());

    assertSaid("ACCEPTED publickey after", "KEEPALIVE_TIMEOUT after");
  }

  @Test
  void tellsThatNoAlgorithmIsCommon() throws Exception {
    sshd.client("", "true", "-o", "HostKeyAlgorithms=ssh-rsa").waitFor();

    assertSaid("KEY_EXCHANGE_FAILED before");
  }

  @Test
  void tellsThatAClientDoesNotSpeakSsh() throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), sshd.port())) {
      OutputStream out = client.getOutputStream();
      out.write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();

      assertSaid("PROTOCOL_ERROR before");
    }
  }

  @Test
  void tellsAPortCheck() throws Exception {
    new Socket(InetAddress.getLoopbackAddress(), sshd.port()).close();

    assertSaid("CLOSED_BY_PEER before");
  }
}
