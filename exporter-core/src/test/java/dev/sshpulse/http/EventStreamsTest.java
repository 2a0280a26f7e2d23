package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Ticker;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamsTest {
  private static final Duration A_TWENTIETH =
      Duration.ofMillis(EventStreams.PERIOD_MILLIS).dividedBy(20);
  private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.7", 22);
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.8", 4711);

  private final AtomicInteger looks = new AtomicInteger();
  private final List<ConnectionStatus> live = new CopyOnWriteArrayList<>();
  private final List<Ending> ended = new CopyOnWriteArrayList<>();
  private final List<Looker> lookers = new ArrayList<>();
  private volatile Runnable duringLook = () -> {};
  private Shown shown;
  private Exporter exporter;

  @BeforeEach
  void listen() throws IOException {
    shown =
        new Shown("0.1.0", "metrics") {
          @Override
          public List<ConnectionStatus> connections() {
            looks.incrementAndGet();
            duringLook.run();
            return List.copyOf(live);
          }

          @Override
          public List<Ending> endings() {
            return List.copyOf(ended);
          }
        };
    exporter = Exporter.start("127.0.0.1", 0, shown, EventStreamsTest::thread, new Faults());
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "events-test");
    thread.setDaemon(true);
    return thread;
  }

  @AfterEach
  void close() throws IOException {
    exporter.close();
    for (Looker looker : lookers) {
      looker.socket.close();
    }
  }

  @Test
  void tellsAllFirstAndThenOnlyWhatIsNew() throws IOException {
    live.add(status(7));
    Looker looker = look("127.0.0.1:" + port());

    assertThat(looker.next("snapshot")).contains("\"connections\":[{\"id\":7,", "192.0.2.8:4711");
    live.clear();
    live.add(status(8));
    ended.add(ending(7));
    // Ticks may come in between.
    String change = looker.next("change");
    for (int more = 0; more < 2 && !change.contains("broken_pipe"); more++) {
      change += looker.next("change");
    }

    assertThat(change)
        .contains("\"begun\":[{\"id\":8,", "\"gone\":[7]", "\"cause\":\"broken_pipe\"")
        .doesNotContain("facts");
    assertThat(looker.next("beat")).doesNotContain("connections", "endings");
  }

  @Test
  void namesNoAddressToAStrangerAndTheSameToAllWhoMayKnow() throws IOException {
    live.add(status(7));
    Looker stranger = look("rebound.example.org");
    Looker one = look("localhost:" + port());
    Looker other = look("127.0.0.1:" + port());

    assertThat(stranger.next("snapshot"))
        .contains("\"addresses\":false", "\"id\":7")
        .doesNotContain("192.0.2.");
    String told = one.next("snapshot");
    assertThat(told).contains("192.0.2.8");
    assertThat(withoutTime(told)).isEqualTo(withoutTime(other.next("snapshot")));
    ended.add(ending(7));
    assertThat(stranger.next("change")).contains("broken_pipe").doesNotContain("192.0.2.");
    assertThat(one.next("change")).contains("192.0.2.8").isEqualTo(other.next("change"));
  }

  /** A second may pass between two who come. */
  private static String withoutTime(String snapshot) {
    return snapshot.replaceFirst("\"at\":\"[^\"]*\"", "");
  }

  @Test
  void refusesMoreThanABoundAndHasRoomWhenOneLeaves() throws Exception {
    for (int i = 0; i < EventStreams.MOST; i++) {
      look("127.0.0.1:" + port()).next("snapshot");
    }

    assertThat(look("127.0.0.1:" + port()).status).contains("503");

    lookers.get(0).socket.close();
    await().until(() -> look("127.0.0.1:" + port()).status.contains("200"));
  }

  @Test
  void letsStrangersTakeNoPlaceOfThoseWhoMaySeeMore() throws IOException {
    for (int i = 0; i < EventStreams.MOST_STRANGERS; i++) {
      look("rebound.example.org").next("snapshot");
    }

    assertThat(look("rebound.example.org").status).contains("503");
    assertThat(look("127.0.0.1:" + port()).status).contains("200");
  }

  @Test
  void letsStrangersFromElsewhereTakeNoPlaceOfThoseFromLoopback() throws IOException {
    RequestHandler requests =
        new RequestHandler(
            new Routes(shown),
            new Callers(InetAddress.getByName("0.0.0.0"), "http"),
            Limits.DEFAULT,
            new Faults());
    for (int i = 0; i < EventStreams.MOST_STRANGERS; i++) {
      assertThat(answerTo("198.51.100.7", requests)).startsWith("HTTP/1.1 200");
    }

    assertThat(answerTo("198.51.100.8", requests)).startsWith("HTTP/1.1 503");
    assertThat(answerTo("127.0.0.1", requests)).startsWith("HTTP/1.1 200");
  }

  private static String answerTo(String address, RequestHandler requests) {
    EmbeddedChannel channel =
        new EmbeddedChannel(
            new Connections(Limits.DEFAULT, requests, new Faults(), Ticker.systemTicker())) {
          @Override
          protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(address, 40_000);
          }
        };
    String request = "GET /api/v1/events HTTP/1.1\r\nHost: app.example.org\r\n\r\n";
    channel.writeInbound(Unpooled.copiedBuffer(request, UTF_8));
    ByteBuf answer = channel.readOutbound();
    return answer.toString(UTF_8);
  }

  @Test
  void tellsNobodyMoreWhomTheWebConfigLetsInNoMore(@TempDir Path folder) throws Exception {
    String hash = BCrypt.withDefaults().hashToString(4, "secret".toCharArray());
    Path file = folder.resolve("web.yml");
    Files.writeString(file, "basic_auth_users: {alice: '" + hash + "', bob: '" + hash + "'}");
    Listening where = new Listening("127.0.0.1", 0, false, file.toString(), line -> {});
    exporter.close();
    exporter = Exporter.start(where, shown, EventStreamsTest::thread, new Faults());
    Looker bob = look("app.example.org:" + port() + "\r\nAuthorization: " + basic("bob:secret"));
    assertThat(bob.next("snapshot")).contains("\"addresses\":true");

    Files.writeString(file, "basic_auth_users: {alice: '" + hash + "'}");

    await().atMost(Duration.ofMinutes(1)).until(bob::hasNoNextLine);
    assertThat(look("a\r\nAuthorization: " + basic("bob:secret")).status).contains("401");
  }

  private static String basic(String userAndPassword) {
    return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
  }

  /** In a time of its own; whoever looks has another, which ends with the connection. */
  @Test
  void doesNothingWhileNobodyLooks() {
    EmbeddedChannel clock = new EmbeddedChannel();
    clock.freezeTime();
    EventLoop loop = clock.eventLoop();
    EventStreams streams = new EventStreams(shown, new Faults(), Limits.DEFAULT, loop);
    EmbeddedChannel page = page();

    streams.open(page, true);
    passSecond(clock);
    assertThat(looks).hasValue(2);
    page.finishAndReleaseAll();
    passSecond(clock);

    assertThat(looks).hasValue(2);
    assertThat(clock.runScheduledPendingTasks()).as("until the next tick").isEqualTo(-1);
  }

  /** With the two that leave where a stream begins. */
  private EmbeddedChannel page() {
    EmbeddedChannel page = new EmbeddedChannel();
    Seat seat = Seat.take(page, new Room(1, new Faults()), Account.BOTTOMLESS, true);
    Callers callers = new Callers(InetAddress.getLoopbackAddress(), "http");
    page.pipeline()
        .addLast(
            new Deadline(Limits.DEFAULT, seat),
            new RequestHandler(new Routes(shown), callers, Limits.DEFAULT, new Faults()));
    return page;
  }

  private static void passSecond(EmbeddedChannel clock) {
    clock.advanceTimeBy(EventStreams.PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    clock.runScheduledPendingTasks();
  }

  @Test
  void endsWhenTheExporterCloses() throws IOException {
    Looker looker = look("127.0.0.1:" + port());
    looker.next("snapshot");

    exporter.close();

    assertThat(looker.readToTheEnd()).isTrue();
  }

  @Test
  void endsAndListensNoMoreWhenTheExporterClosesDuringATick() throws Exception {
    Looker looker = look("127.0.0.1:" + port());
    looker.next("snapshot");
    Thread closing = new Thread(exporter::close);

    duringLook =
        () -> {
          closing.start();
          await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        };

    assertThat(looker.readToTheEnd()).isTrue();
    closing.join(); // the kernel listens until the loop has ended
    assertThatThrownBy(() -> look("127.0.0.1:" + port())).isInstanceOf(ConnectException.class);
  }

  @Test
  void answersNoSecondRequestOnAStream() throws IOException {
    Looker looker = look("127.0.0.1:" + port());
    looker.next("snapshot");

    looker.socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));

    assertThat(looker.readToTheEnd()).isTrue();
  }

  /** The least of many, by the processor's time: what the machine does meanwhile is not in it. */
  @ParameterizedTest
  @ValueSource(ints = {5_000, 10_000})
  void asksForATwentiethOfTheOneThread(int many) {
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    Shown crowd = new Shown("0.1.0", "metrics");
    LiveDiff told = new LiveDiff();
    EventJson json = new EventJson(crowd, new Faults());
    long least = Long.MAX_VALUE;
    for (int tick = 0; tick < 60; tick++) {
      crowd.connections.clear();
      for (int id = 1; id <= many; id++) {
        crowd.connections.add(LiveDiffTest.status(id, 0, null, id % 5 == 0 ? tick : 0));
      }
      long from = clock.getCurrentThreadCpuTime();
      json.change(Moment.of(crowd, told, List.of()), json.facts(true), true);
      least = Math.min(least, clock.getCurrentThreadCpuTime() - from);
    }

    assertThat(Duration.ofNanos(least)).isLessThan(A_TWENTIETH);
  }

  private int port() {
    return exporter.address().getPort();
  }

  private Looker look(String host) throws IOException {
    Looker looker = new Looker(port(), host);
    lookers.add(looker);
    return looker;
  }

  private static ConnectionStatus status(long id) {
    return new ConnectionStatus(
        connection(id),
        Library.UNKNOWN,
        Duration.ZERO,
        Protection.PROTECTED,
        null,
        null,
        null,
        0,
        0,
        null);
  }

  private static Ending ending(long id) {
    return new Ending(
        connection(id),
        Instant.now(),
        Duration.ZERO,
        new Verdict(Cause.BROKEN_PIPE, Initiator.PEER),
        Duration.ZERO,
        Duration.ZERO,
        0,
        0,
        null);
  }

  private static SshConnection connection(long id) {
    Instant opened = Instant.parse("2026-11-22T10:00:00Z");
    return new SshConnection(id, Side.SERVER, opened, opened, LOCAL, PEER);
  }

  private static final class Looker {
    /** Of beats, which come each second, and of what else nobody waits for. */
    private static final int MOST_LINES = 100;

    final Socket socket;
    final String status;
    private final BufferedReader lines;

    Looker(int port, String host) throws IOException {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(("GET /api/v1/events HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(UTF_8));
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      status = lines.readLine();
    }

    /** The data of the next event of this name. */
    String next(String name) throws IOException {
      for (int i = 0; i < MOST_LINES; i++) {
        String line = lines.readLine();
        if (line == null) {
          throw new EOFException("the stream ended before: " + name);
        }
        if (line.equals("event: " + name)) {
          return lines.readLine();
        }
      }
      throw new AssertionError("no " + name + " within " + MOST_LINES + " lines");
    }

    boolean hasNoNextLine() throws IOException {
      return lines.readLine() == null;
    }

    boolean readToTheEnd() throws IOException {
      while (lines.readLine() != null) {}
      return true;
    }
  }
}
