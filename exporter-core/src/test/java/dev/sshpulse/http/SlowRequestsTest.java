package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.model.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time, over real sockets. */
class SlowRequestsTest {

  private static final String LARGE = "x".repeat(1_000_000);
  private static final String GET = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final Limits SHORT = new Limits(64, 500, 1_000, 4_096, 8_192, 16 << 20);

  /** Who has not even begun by then is left without a word. */
  private static final Limits TIME_TO_BEGIN = new Limits(64, 3_000, 1_000, 4_096, 8_192, 16 << 20);

  private final Faults faults = new Faults();
  private Exporter exporter;

  /** Only those who are to be left may be hurried: a busy machine makes anybody slow. */
  private InetSocketAddress listen(Limits limits) throws IOException {
    exporter =
        Exporter.start(
            "127.0.0.1", 0, new Shown("0.1.0", LARGE), SlowRequestsTest::thread, faults, limits);
    return exporter.address();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "exporter");
    thread.setDaemon(true);
    return thread;
  }

  @AfterEach
  void close() {
    exporter.close();
    assertThat(faults.errors(Faults.Where.HTTP)).isZero();
  }

  @Test
  void tellsOneThatDoesNotFinishItsRequestThatItIsTooLate() throws IOException {
    try (RawClient client = new RawClient(listen(TIME_TO_BEGIN))) {
      client.send("GET /metrics HTTP/1.1\r\nX: ");

      assertThat(client.answer(true)).startsWith("HTTP/1.1 408 ").contains("connection: close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void leavesOneThatSaysNothing() throws IOException {
    try (RawClient client = new RawClient(listen(SHORT))) {
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void answersOneThatHasClosedItsHalf() throws IOException {
    Socket narrow = new Socket();
    narrow.setReceiveBufferSize(4_096);
    try (RawClient client = new RawClient(narrow, listen(Limits.DEFAULT))) {
      client.send(GET.repeat(9) + GET).socket.shutdownOutput();

      for (int i = 0; i < 10; i++) {
        assertThat(client.answer(true)).hasSizeGreaterThan(1_000_000);
      }
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void endsWithoutAnAnswerWhereTheHalfIsClosedWithinTheFirstLine() throws IOException {
    try (RawClient client = new RawClient(listen(Limits.DEFAULT))) {
      client.send("GET /met").socket.shutdownOutput();

      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void keepsTheOrderOfAnswersThatAreReadLate() throws IOException {
    try (RawClient client = new RawClient(listen(Limits.DEFAULT))) {
      for (int i = 0; i < 20; i++) {
        client.send(GET).send(GET.replace("metrics", "nowhere"));
      }

      for (int i = 0; i < 20; i++) {
        assertThat(client.answer(true)).startsWith("HTTP/1.1 200 ").contains("xxx");
        assertThat(client.answer(true)).startsWith("HTTP/1.1 404 ");
      }
    }
  }

  @Test
  void leavesOneThatNeverReads() throws IOException {
    Socket deaf = new Socket();
    deaf.setReceiveBufferSize(4_096);
    try (RawClient client = new RawClient(deaf, listen(SHORT))) {
      client.send(GET.repeat(20));

      // What is sent where nobody listens any more fails, sooner or later.
      await().atMost(Duration.ofMinutes(1)).until(() -> isRefused(client));
    }
  }

  private static boolean isRefused(RawClient client) {
    try {
      client.send("x");
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void tellsOneThatSpeaksTlsThatItIsNotSpokenHere() throws IOException {
    try (RawClient client = new RawClient(listen(Limits.DEFAULT))) {
      client.send("\u0016\u0003\u0001");

      assertThat(client.answer(true)).startsWith("HTTP/1.1 400 ").contains("ask with http://");
    }
  }

  @Test
  void tellsTheLengthOfWhatHeadDoesNotSend() throws IOException {
    try (RawClient client = new RawClient(listen(Limits.DEFAULT))) {
      String get = client.send(GET).answer(true);
      String head = client.send(GET.replace("GET", "HEAD")).answer(false);

      assertThat(head).isEqualTo(get.substring(0, get.indexOf("\r\n\r\n") + 4));
      assertThat(client.send(GET).answer(true)).isEqualTo(get);
    }
  }
}
