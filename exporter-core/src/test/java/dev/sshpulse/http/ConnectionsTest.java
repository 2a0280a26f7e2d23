package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {

  private static final String RECORD = "GET /api/v1/endings HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String METRICS = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Shown shown = new Shown("0.1.0", "metrics");
  private final Faults faults = new Faults();
  private final Limits limits = new Limits(2, 10_000, 60_000, 100, 200, 2_000_000);
  private final Connections connections =
      new Connections(limits, handler(), faults, Ticker.systemTicker());
  private EmbeddedChannel channel;

  private RequestHandler handler() {
    Callers callers = new Callers(InetAddress.getLoopbackAddress(), "http");
    return new RequestHandler(new Routes(shown), callers, limits, faults);
  }

  @BeforeEach
  void connect() {
    channel = connection();
  }

  private EmbeddedChannel connection() {
    EmbeddedChannel connection = new EmbeddedChannel();
    connection.freezeTime();
    connection.pipeline().addLast(connections);
    connection.pipeline().fireChannelActive();
    return connection;
  }

  @AfterEach
  void disconnect() {
    channel.finishAndReleaseAll();
  }

  @Test
  void answersInFullAndKeepsTheConnection() {
    String answer = request("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer)
        .isEqualTo(
            """
            HTTP/1.1 200 OK
            content-type: text/plain; charset=utf-8
            content-length: 18
            cache-control: no-store
            X-Content-Type-Options: nosniff
            Content-Security-Policy: default-src 'none'; frame-ancestors 'none'

            sshpulse is alive
            """
                .replace("\n", "\r\n")
                .replace("alive\r\n", "alive\n"));
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void answersHeadLikeGetButWithoutTheBody() {
    String get = request("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    String head = request("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(get).endsWith("\r\n\r\nmetrics as " + Routes.TEXT);
    assertThat(head).isEqualTo(get.substring(0, get.indexOf("\r\n\r\n") + 4));
  }

  @Test
  void closesWhenTheClientWishes() {
    String answer = request("GET /metrics HTTP/1.0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("connection: close");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void allowsNothingButGetAndHead() {
    String answer = request("DELETE /metrics HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 405 ").contains("allow: GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"})
  void takesNoBody(String headerAndBody) {
    String answer = request("GET /metrics HTTP/1.1\r\nHost: x\r\n" + headerAndBody);

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("connection: close");
    assertThat(isSoonClosed()).isTrue();
  }

  @Test
  void refusesALineThatIsTooLong() {
    String answer = request("GET /" + "x".repeat(200) + " HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 414 ");
    assertThat(isSoonClosed()).isTrue();
  }

  @Test
  void refusesAHeaderThatIsTooLong() {
    String answer = request("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(300) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ");
    assertThat(isSoonClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2p1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: five\r\n\r\n",
      })
  void refusesWhatIsNoRequest(String rubbish) {
    String answer = request(rubbish);

    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(isSoonClosed()).isTrue();
    assertThat(faults.errors(Faults.Where.HTTP)).isZero();
  }

  @Test
  void countsAFailureOfItsOwnTellsNothingOfItAndAnswersOn() {
    shown.failure.set(new IllegalStateException("no route to 192.0.2.7"));
    String failed = request("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    shown.failure.set(null);
    String answered = request("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(failed)
        .startsWith("HTTP/1.1 500 ")
        .contains("IllegalStateException")
        .doesNotContain("192.0.2.7");
    assertThat(answered).startsWith("HTTP/1.1 200 ");
    assertThat(faults.errors(Faults.Where.HTTP)).isEqualTo(1);
  }

  @Test
  void countsNoPeerThatWentAway() {
    channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));

    assertThat(channel.isOpen()).isFalse();
    assertThat(faults.errors(Faults.Where.HTTP)).isZero();
  }

  @Test
  void countsAnyOtherExceptionAndCloses() {
    channel.pipeline().fireExceptionCaught(new IllegalStateException("broken"));

    assertThat(channel.isOpen()).isFalse();
    assertThat(faults.errors(Faults.Where.HTTP)).isEqualTo(1);
  }

  @Test
  void waitsForAHeaderOnlySoLongWhateverTrickles() {
    send("GET / HTTP/1.1\r\n");
    pass(9_999);
    String nothingYet = request("X: y\r\n");

    pass(1);

    assertThat(nothingYet).isEmpty();
    assertThat(answer()).startsWith("HTTP/1.1 408 ").contains("connection: close");
    assertThat(isSoonClosed()).isTrue();
  }

  @Test
  void leavesWithoutAWordWhoeverSaysNone() {
    pass(10_000);

    assertThat(answer()).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void waitsLongerForTheNextRequest() {
    request("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    pass(59_999);
    assertThat(channel.isOpen()).isTrue();

    pass(1);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void refusesMuchWhileOthersHaveNotReadWhatTheyAskedFor() {
    Shown large = new Shown("0.1.0", "x".repeat(1_500_000));
    Callers callers = new Callers(InetAddress.getLoopbackAddress(), "http");
    Connections bounded =
        new Connections(
            limits,
            new RequestHandler(new Routes(large), callers, limits, faults),
            faults,
            Ticker.systemTicker());
    DeafChannel deaf = new DeafChannel();
    deaf.pipeline().addLast(bounded);
    channel = new EmbeddedChannel(bounded);

    deaf.writeInbound(Unpooled.copiedBuffer(METRICS, UTF_8));
    String refused = request(METRICS);
    String small = request("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n");
    deaf.close();
    String answered = request(METRICS);

    assertThat(refused).startsWith("HTTP/1.1 503 ");
    assertThat(small).startsWith("HTTP/1.1 200 ");
    assertThat(answered).startsWith("HTTP/1.1 200 ");
    assertThat(faults.drops(Faults.What.REQUEST)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
        "HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n"
      })
  void letsStrangersPayForAnAnswerThatIsMadeHoweverLittleOfItLeaves(String much) {
    connectAStranger(1_000_000, limits);

    assertThat(answeredOf(14, much, "HTTP/1.1 200 ")).isEqualTo(13);
    assertThat(faults.drops(Faults.What.REQUEST)).as("the last").isEqualTo(1);
  }

  @Test
  void letsStrangersPayForWhatIsMadeAndThrownAway() {
    connectAStranger(1_000_000, new Limits(2, 10_000, 60_000, 100, 200, 500_000));

    assertThat(answeredOf(60, METRICS, "HTTP/1.1 503 ")).isEqualTo(13);
  }

  private void connectAStranger(int bytes, Limits limits) {
    RequestHandler large =
        new RequestHandler(
            new Routes(new Shown("0.1.0", "x".repeat(bytes))),
            new Callers(InetAddress.getLoopbackAddress(), "http"),
            limits,
            faults);
    channel = fromElsewhere(new Connections(limits, large, faults, Ticker.newMockTicker()));
  }

  private int answeredOf(int requests, String request, String begin) {
    int answered = 0;
    for (int i = 0; i < requests; i++) {
      answered += request(request).startsWith(begin) ? 1 : 0;
    }
    return answered;
  }

  /** Nobody reads at its other end. */
  private static final class DeafChannel extends EmbeddedChannel {
    @Override
    protected void doWrite(ChannelOutboundBuffer unread) {}
  }

  @Test
  void givesTheNewcomerThePlaceOfWhoeverHasAskedNothingForLongest() {
    EmbeddedChannel second = connection();
    EmbeddedChannel third = connection();

    assertThat(answer()).startsWith("HTTP/1.1 503 ").contains("retry-after: 1", "Ask at once.\n");
    assertThat(faults.drops(Faults.What.REQUEST)).isEqualTo(1);
    assertThat(channel.isOpen()).isFalse();
    assertThat(second.isOpen()).isTrue();
    assertThat(third.isOpen()).isTrue();
  }

  @Test
  void keepsWhoeverHasAskedBeforeOneWhoHasNot() {
    request("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EmbeddedChannel silent = connection();
    EmbeddedChannel third = connection();

    assertThat(channel.isOpen()).isTrue();
    assertThat(silent.isOpen()).isFalse();
    assertThat(third.isOpen()).isTrue();
  }

  @Test
  void keepsWhoeverHasAskedBeforeOneWhoWasRefused() {
    EmbeddedChannel refused = connection();
    request("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    refused.writeInbound(Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", UTF_8));
    connection();

    assertThat(channel.isOpen()).isTrue();
    assertThat(refused.isOpen()).isFalse();
  }

  @Test
  void closesWithoutAWordWhoeverHasAskedLongestAgo() {
    EmbeddedChannel first = channel;
    EmbeddedChannel second = connection();
    request("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    channel = second;
    request("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    channel = first;
    request("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    connection();

    channel = second;
    assertThat(answer()).isEmpty();
    assertThat(second.isOpen()).isFalse();
    assertThat(first.isOpen()).isTrue();
  }

  @Test
  void countsTheTimeOfAStrangersAnswersButAScrapeAsOneRequest() {
    channel.close();
    channel = fromElsewhere(new Connections(limits, slowHandler(), faults, Ticker.newMockTicker()));
    for (int i = 0; i < 5; i++) {
      assertThat(request(METRICS)).startsWith("HTTP/1.1 200 ");
    }
    for (int i = 0; i < 3; i++) {
      assertThat(request(RECORD)).startsWith("HTTP/1.1 200 ");
    }

    assertThat(request(METRICS)).startsWith("HTTP/1.1 429 ");
  }

  private static EmbeddedChannel fromElsewhere(Connections connections) {
    return new EmbeddedChannel(connections) {
      @Override
      protected SocketAddress remoteAddress0() {
        return new InetSocketAddress("198.51.100.7", 4711);
      }
    };
  }

  /** Takes longer than an answer's price can be. */
  private RequestHandler slowHandler() {
    Shown slow =
        new Shown("0.1.0", "metrics") {
          @Override
          public String scrape(String contentType) {
            work();
            return super.scrape(contentType);
          }

          @Override
          public List<Ending> endings() {
            work();
            return super.endings();
          }
        };
    Callers callers = new Callers(InetAddress.getLoopbackAddress(), "http");
    return new RequestHandler(new Routes(slow), callers, limits, faults);
  }

  private static void work() {
    long from = System.nanoTime();
    while (System.nanoTime() - from < 41_000_000) {
      Thread.onSpinWait();
    }
  }

  @Test
  void hasThePlaceOfWhoeverLeft() {
    EmbeddedChannel second = connection();
    second.close();
    connection();

    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void closesAllWhereverTheyAreFromWithoutAWord() {
    EmbeddedChannel second = connection();
    EmbeddedChannel stranger = fromElsewhere(connections);

    connections.close();

    assertThat(List.of(channel, second, stranger)).noneMatch(EmbeddedChannel::isOpen);
    assertThat(answer()).isEmpty();
    assertThat(faults.drops(Faults.What.REQUEST)).isZero();
  }

  private String request(String request) {
    send(request);
    return answer();
  }

  private String answer() {
    StringBuilder answer = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      answer.append(part.toString(UTF_8));
      part.release();
    }
    return answer.toString();
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private boolean isSoonClosed() {
    pass(2_000);
    return !channel.isOpen();
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, UTF_8));
  }
}
