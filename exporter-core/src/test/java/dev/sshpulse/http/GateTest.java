package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.sshpulse.model.Faults;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
  private static final String HASH = BCrypt.withDefaults().hashToString(4, "secret".toCharArray());
  private static final SocketAddress ELSEWHERE = new InetSocketAddress("198.51.100.7", 4711);
  private static final String GET = "GET /-/healthy HTTP/1.1\r\nHost: x\r\n";

  private final Faults faults = new Faults();
  private final Limits limits = Limits.DEFAULT;
  private final List<EmbeddedChannel> channels = new ArrayList<>();

  /** Holds up whoever compares passwords until it is opened. */
  private final CountDownLatch comparing = new CountDownLatch(1);

  @TempDir private Path folder;
  private Door door;
  private Connections connections;

  private void open(String webConfig) throws IOException {
    open(webConfig, GateTest::daemon);
  }

  private void open(String webConfig, ThreadFactory threads) throws IOException {
    String file = Files.writeString(folder.resolve("web.yml"), webConfig).toString();
    Listening where = new Listening("127.0.0.1", 0, false, file, line -> {});
    door = new Door(where, threads, limits, faults);
    Callers callers = new Callers(InetAddress.getLoopbackAddress(), "http");
    RequestHandler requests =
        new RequestHandler(new Routes(new Shown("0.1.0", "metrics")), callers, limits, faults);
    connections = new Connections(limits, requests, door, faults, Ticker.newMockTicker());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  /** Whoever compares waits for the test. */
  private Thread heldUp(Runnable work) {
    return daemon(
        () -> {
          try {
            comparing.await();
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private EmbeddedChannel connect() {
    return remembered(new EmbeddedChannel(connections));
  }

  private EmbeddedChannel connectFromElsewhere() {
    return remembered(
        new EmbeddedChannel(connections) {
          @Override
          protected SocketAddress remoteAddress0() {
            return ELSEWHERE;
          }
        });
  }

  private EmbeddedChannel remembered(EmbeddedChannel channel) {
    channels.add(channel);
    return channel;
  }

  @AfterEach
  void close() {
    comparing.countDown();
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    door.close();
  }

  private static void send(EmbeddedChannel channel, String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, UTF_8));
  }

  private static String as(String user, String password) {
    String both = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    return "Authorization: Basic " + both + "\r\n";
  }

  private static String answered(EmbeddedChannel channel) {
    StringBuilder answer = new StringBuilder();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      answer.append(part.toString(UTF_8));
      part.release();
    }
    return answer.toString();
  }

  private static String awaitAnswer(EmbeddedChannel channel) {
    StringBuilder answer = new StringBuilder();
    await()
        .until(
            () -> {
              channel.runPendingTasks();
              return !answer.append(answered(channel)).isEmpty();
            });
    return answer.toString();
  }

  @Test
  void letsAUserInOnceTheComparisonIsOver() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}");
    EmbeddedChannel channel = connect();

    send(channel, GET + as("alice", "secret") + "\r\n");

    assertThat(awaitAnswer(channel)).startsWith("HTTP/1.1 200 OK").contains("sshpulse is alive");
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void remembersWhoWasRightAndComparesNoMore() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}");
    EmbeddedChannel first = connect();
    send(first, GET + as("alice", "secret") + "\r\n");
    awaitAnswer(first);
    EmbeddedChannel second = connect();

    send(second, GET + as("alice", "secret") + "\r\n");

    assertThat(answered(second)).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void asksForAUserAndCloses() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}");
    EmbeddedChannel channel = connect();

    send(channel, GET + "\r\n" + GET + "\r\n");

    assertThat(answered(channel))
        .startsWith("HTTP/1.1 401 Unauthorized")
        .contains("www-authenticate: Basic realm=\"sshpulse\"")
        .doesNotContain("200 OK");
    assertThat(isSoonClosed(channel)).isTrue();
  }

  @Test
  void answersWhatCameBehindAComparisonAfterItAndInOrder() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}");
    EmbeddedChannel channel = connect();
    String first = GET + as("alice", "secret") + "\r\n";
    String second = "GET /nowhere HTTP/1.1\r\nHost: x\r\n" + as("alice", "secret") + "\r\n";

    send(channel, first + second);
    String answers = awaitAnswer(channel);

    assertThat(answers.indexOf("200 OK")).isNotNegative();
    assertThat(answers.indexOf("404 Not Found")).isGreaterThan(answers.indexOf("200 OK"));
  }

  @Test
  void answersWhoIsKnownWhileAFloodOfWrongPasswordsWaits() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}");
    EmbeddedChannel before = connect();
    send(before, GET + as("alice", "secret") + "\r\n");
    awaitAnswer(before);
    for (int i = 0; i < 50; i++) {
      send(connect(), GET + as("alice", "wrong" + i) + "\r\n");
    }
    EmbeddedChannel scrape = connect();

    send(scrape, GET + as("alice", "secret") + "\r\n");

    assertThat(answered(scrape)).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void refusesAFloodBeyondWhatMayWait() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}", this::heldUp);
    for (int i = 0; i < Passwords.MOST_WAITING_OF_ONE_ADDRESS; i++) {
      EmbeddedChannel waits = connect();
      send(waits, GET + as("alice", "wrong" + i) + "\r\n");
      assertThat(answered(waits)).isEmpty();
    }
    EmbeddedChannel tooMany = connect();

    send(tooMany, GET + as("alice", "wrong") + "\r\n");

    assertThat(answered(tooMany))
        .startsWith("HTTP/1.1 503 Service Unavailable")
        .contains("retry-after: 1");
  }

  @Test
  void readsNoMoreWhileItCompares() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}", this::heldUp);
    EmbeddedChannel channel = connect();

    send(channel, GET + as("alice", "secret") + "\r\n");

    assertThat(channel.config().isAutoRead()).isFalse();
    comparing.countDown();
    assertThat(awaitAnswer(channel)).startsWith("HTTP/1.1 200 OK");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void forgetsAConnectionThatWentWhileItWaited() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}", this::heldUp);
    EmbeddedChannel gone = connect();
    send(gone, GET + as("alice", "secret") + "\r\n");

    gone.close();
    comparing.countDown();
    EmbeddedChannel next = connect();
    send(next, GET + as("alice", "secret") + "\r\n");

    gone.runPendingTasks();
    assertThat(awaitAnswer(next)).startsWith("HTTP/1.1 200 OK");
    assertThat(faults.errors(Faults.Where.HTTP)).isZero();
  }

  @Test
  void answersOneWhoEndsHisWordsWhileHisPasswordIsCompared() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}", this::heldUp);
    EmbeddedChannel channel = connect();

    send(channel, GET + as("alice", "secret") + "\r\n");
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    comparing.countDown();

    assertThat(awaitAnswer(channel)).startsWith("HTTP/1.1 200 OK").contains("sshpulse is alive");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void answersOneWhoEndsHisWordsTooSoonWhileHisPasswordIsCompared() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}", this::heldUp);
    EmbeddedChannel channel = connect();

    send(channel, GET + as("alice", "secret") + "Content-Length: 1\r\n\r\n");
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    comparing.countDown();

    assertThat(awaitAnswer(channel)).startsWith("HTTP/1.1 413 ");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void leavesOneWhoSendsOnAndOnWhileHisPasswordIsCompared() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}", this::heldUp);
    EmbeddedChannel channel = connect();

    send(channel, (GET + as("alice", "secret") + "\r\n").repeat(200));

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void asksStrangersWhoGuessOnAndOnToComeBackLater() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}");
    for (int i = 0; i < 59; i++) {
      EmbeddedChannel guess = connectFromElsewhere();
      send(guess, GET + "\r\n");
      assertThat(answered(guess)).startsWith("HTTP/1.1 401 ");
    }
    EmbeddedChannel tooMany = connectFromElsewhere();
    EmbeddedChannel local = connect();

    send(tooMany, GET + as("alice", "secret") + "\r\n");
    send(local, GET + "\r\n");

    assertThat(answered(tooMany)).startsWith("HTTP/1.1 429 ").contains("retry-after: 1");
    assertThat(answered(local)).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void countsTheTimeThatAStrangersWrongPasswordTook() throws Exception {
    String slow = BCrypt.withDefaults().hashToString(13, "secret".toCharArray());
    open("basic_auth_users: {alice: '" + slow + "'}");
    EmbeddedChannel guess = connectFromElsewhere();
    send(guess, GET + as("alice", "wrong") + "\r\n");
    assertThat(awaitAnswer(guess)).startsWith("HTTP/1.1 401 ");
    EmbeddedChannel next = connectFromElsewhere();

    send(next, GET + as("alice", "wrong") + "\r\n");

    assertThat(answered(next)).startsWith("HTTP/1.1 429 ");
  }

  @Test
  void countsNoRequestsOfAUserFromWhereverHeAsks() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}");
    EmbeddedChannel first = connectFromElsewhere();
    send(first, GET + as("alice", "secret") + "\r\n");
    assertThat(awaitAnswer(first)).startsWith("HTTP/1.1 200 OK");

    for (int i = 0; i < 200; i++) {
      send(first, GET + as("alice", "secret") + "\r\n");
      assertThat(answered(first)).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void readsWhatFollowsWhatItRefusedSoThatTheAnswerArrives() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}");
    EmbeddedChannel channel = connect();

    send(channel, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n");
    send(channel, "x".repeat(5_000_000));

    assertThat(answered(channel)).startsWith("HTTP/1.1 401 ").contains("connection: close");
    assertThat(channel.isOpen()).isTrue();
    assertThat(isSoonClosed(channel)).isTrue();
  }

  private static boolean isSoonClosed(EmbeddedChannel channel) {
    channel.advanceTimeBy(2, SECONDS);
    channel.runScheduledPendingTasks();
    return !channel.isOpen();
  }

  @Test
  void keepsOneWhosePasswordIsComparedBeforeOneWhoHasAskedNothing() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}", this::heldUp);
    EmbeddedChannel compared = connect();
    send(compared, GET + as("alice", "secret") + "\r\n");

    for (int i = 0; i < limits.connections(); i++) {
      connect();
    }
    comparing.countDown();

    assertThat(awaitAnswer(compared)).startsWith("HTTP/1.1 200 OK");
  }

  @Test
  void readsNoMoreWhileItComparesThoughEarlierAnswersAreRead() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}", this::heldUp);
    EmbeddedChannel channel = connect();
    isRead(channel, false);
    send(channel, GET + as("alice", "secret") + "Content-Length: 1\r\n\r\n");

    isRead(channel, true);

    assertThat(channel.config().isAutoRead()).isFalse();
    comparing.countDown();
    assertThat(awaitAnswer(channel)).startsWith("HTTP/1.1 413 ");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void letsWhatCameBehindAComparisonWaitUntilItsAnswerIsRead() throws Exception {
    open("basic_auth_users: {alice: '" + HASH + "'}", this::heldUp);
    EmbeddedChannel channel = connect();
    send(channel, (GET + as("alice", "secret") + "\r\n").repeat(2));
    isRead(channel, false);

    comparing.countDown();
    awaitAnswer(channel);

    assertThat(channel.config().isAutoRead()).isFalse();
    isRead(channel, true);
    assertThat(answered(channel)).startsWith("HTTP/1.1 200 OK");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  private static void isRead(EmbeddedChannel channel, boolean read) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, read);
    channel.runPendingTasks();
  }

  @Test
  void sparesUsersWhoAreKnownTheRateLimitThatOthersHaveUsedUp() throws Exception {
    open("{basic_auth_users: {alice: '" + HASH + "'}, rate_limit: {interval: 1h, burst: 2}}");
    EmbeddedChannel first = connect();
    send(first, GET + as("alice", "secret") + "\r\n");
    awaitAnswer(first);
    for (int i = 0; i < 10; i++) {
      send(connect(), GET + "\r\n");
    }

    send(first, (GET + as("alice", "secret") + "\r\n").repeat(3));

    assertThat(answered(first)).containsSubsequence("200 OK", "200 OK", "429 Too Many Requests");
  }

  @Test
  void answersNoMoreThanTheRateLimitAllows() throws Exception {
    open("rate_limit: {interval: 1h, burst: 2}");
    EmbeddedChannel channel = connect();

    send(channel, (GET + "\r\n").repeat(3));

    assertThat(answered(channel))
        .containsSubsequence("200 OK", "200 OK", "429 Too Many Requests", "retry-after: 1");
    assertThat(isSoonClosed(channel)).isTrue();
  }

  @Test
  void addsTheHeadersToEachAnswer() throws Exception {
    open(
        "http_server_config: {headers: {X-Frame-Options: deny,"
            + " Content-Security-Policy: \"default-src 'self'\"}}");
    EmbeddedChannel channel = connect();

    send(channel, GET + "\r\n");

    assertThat(answered(channel))
        .contains("X-Frame-Options: deny", "Content-Security-Policy: default-src 'self'")
        .doesNotContain("default-src 'none'");
  }

  @Test
  void countsNoHandshakeThatFailed() throws Exception {
    open("rate_limit: {interval: 1s, burst: 2}");
    EmbeddedChannel channel = connect();

    channel
        .pipeline()
        .fireExceptionCaught(
            new io.netty.handler.codec.DecoderException(
                new javax.net.ssl.SSLHandshakeException("bad_certificate")));

    assertThat(channel.isOpen()).isFalse();
    assertThat(faults.errors(Faults.Where.HTTP)).isZero();
  }
}
