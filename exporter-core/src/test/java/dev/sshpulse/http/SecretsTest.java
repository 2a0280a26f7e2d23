package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is asked for, a stranger reads no address, no process and no user in the answer. */
class SecretsTest {

  private Exporter exporter;

  @BeforeEach
  void listen() throws IOException {
    exporter =
        Exporter.start(
            "127.0.0.1", 0, new Everything("sidecar"), SecretsTest::thread, new Faults());
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

  @ParameterizedTest
  @EnumSource(Path.class)
  void areInNoAnswerToAStranger(Path path) throws IOException {
    assertThat(answer(path, "example.org")).doesNotContain(Everything.SECRETS);
  }

  @Test
  void areInAnswersToALocalCaller() throws IOException {
    String here = "127.0.0.1:" + exporter.address().getPort();

    assertThat(answer(Path.CONNECTIONS, here)).contains(Everything.SECRETS);
    assertThat(answer(Path.ENDINGS, here)).contains("198.51.100.7:22", "[2001:db8::5]:40022");
    assertThat(answer(Path.SOURCES, here)).contains("mallory");
    assertThat(answer(Path.EVENTS, here)).contains("event: snapshot").contains(Everything.SECRETS);
  }

  private String answer(Path path, String host) throws IOException {
    try (RawClient client = new RawClient(exporter.address())) {
      client.send("GET " + path.text + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      String answer = path == Path.EVENTS ? client.until("}\n\n") : client.answer(true);
      assertThat(answer).startsWith("HTTP/1.1 200 ");
      return answer;
    }
  }
}
