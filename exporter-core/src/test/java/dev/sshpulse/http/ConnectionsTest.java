package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {

  private static final String METRICS = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Shown shown = new Shown("0.1.0", "metrics");
  private final Faults faults = new Faults();
  private final Limits limits = new Limits(2, 10_000, 60_000, 100, 200, 2_000_000);
  private final Connections connections = new Connections(limits, handler());
  private EmbeddedChannel channel;

  private RequestHandler handler() {
    LocalCaller local = new LocalCaller(InetAddress.getLoopbackAddress());
    return new RequestHandler(new Routes(shown), local, limits, faults);
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
            Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; \
            base-uri 'none'; form-action 'none'; frame-ancestors 'none'

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
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void refusesALineThatIsTooLong() {
    String answer = request("GET /" + "x".repeat(200) + " HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void refusesAHeaderThatIsTooLong() {
    String answer = request("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(300) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431 ");
    assertThat(channel.isOpen()).isFalse();
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
    assertThat(channel.isOpen()).isFalse();
    assertThat(faults.errors(Faults.Where.HTTP)).isZero();
  }

  @Test
  void countsAFailureOfItsOwnAndAnswersOn() {
    shown.failure.set(new IllegalStateException("broken"));
    String failed = request("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    shown.failure.set(null);
    String answered = request("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");

    assertThat(failed).startsWith("HTTP/1.1 500 ").contains("broken");
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
    channel.advanceTimeBy(9_999, MILLISECONDS);
    channel.runScheduledPendingTasks();
    send("X: y\r\n");
    assertThat(channel.isOpen()).isTrue();

    channel.advanceTimeBy(1, MILLISECONDS);
    channel.runScheduledPendingTasks();

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void waitsLongerForTheNextRequest() {
    request("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    channel.advanceTimeBy(59_999, MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();

    channel.advanceTimeBy(1, MILLISECONDS);
    channel.runScheduledPendingTasks();

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void refusesMuchWhileOthersHaveNotReadWhatTheyAskedFor() {
    Shown large = new Shown("0.1.0", "x".repeat(1_500_000));
    LocalCaller local = new LocalCaller(InetAddress.getLoopbackAddress());
    Connections bounded =
        new Connections(limits, new RequestHandler(new Routes(large), local, limits, faults));
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
  }

  /** Nobody reads at its other end. */
  private static final class DeafChannel extends EmbeddedChannel {
    @Override
    protected void doWrite(ChannelOutboundBuffer unread) {}
  }

  @Test
  void closesAtOnceWhatIsMoreThanItHolds() {
    EmbeddedChannel second = connection();
    EmbeddedChannel third = connection();
    second.close();
    EmbeddedChannel fourth = connection();

    assertThat(channel.isOpen()).isTrue();
    assertThat(third.isOpen()).isFalse();
    assertThat(fourth.isOpen()).isTrue();
  }

  private String request(String request) {
    send(request);
    StringBuilder answer = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      answer.append(part.toString(UTF_8));
      part.release();
    }
    return answer.toString();
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, UTF_8));
  }
}
