package dev.sshpulse.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sshpulse.host.AgentsNextDoor;
import dev.sshpulse.model.Side;
import dev.sshpulse.sidecar.HostConnection.Owner;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent of a test's next door, and whose the connections are then. */
class AgentNeighbourTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Kernel kernel = new Kernel();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch hangs = new CountDownLatch(1);
  private volatile String live = "";
  private volatile String ended = "";
  private volatile boolean hanging;
  private HttpServer agent;
  private AgentNeighbour neighbour;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(new File("/proc/self/net").isDirectory(), "127.0.0.0/8 is loopback on Linux alone");
    // An address of which no other test has a port: those above the agent's are asked as well.
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.84.31.8"), 0), 0);
    agent.createContext("/api/v1/connections", exchange -> answer(exchange, "connections", live));
    agent.createContext("/api/v1/endings", exchange -> answer(exchange, "endings", ended));
    agent.setExecutor(threads);
    agent.start();
    neighbour = new AgentNeighbour(new AgentsNextDoor(List.of(agent.getAddress()), PATIENCE));
  }

  @AfterEach
  void stop() {
    hangs.countDown();
    if (agent != null) {
      neighbour.close();
      agent.stop(0);
    }
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange, String list, String rows) throws IOException {
    asked.incrementAndGet();
    if (hanging) {
      hang();
    }
    byte[] body = ("{\"observer\":\"agent\",\"" + list + "\":[" + rows + "]}").getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void hang() throws IOException {
    try {
      hangs.await();
    } catch (InterruptedException e) {
      throw new IOException("the test is over", e);
    }
  }

  @Test
  void leavesToTheAgentWhatItReports() {
    HostConnection reported = connection(50_001);
    HostConnection other = connection(50_002);
    live = row(50_001);

    assertThat(neighbour.of(reported, kernel.now)).as("not asked yet").isEqualTo(Owner.UNDECIDED);
    firstAnswer();

    assertThat(neighbour.of(reported, kernel.now)).isEqualTo(Owner.AGENT);
    assertThat(neighbour.status().up()).isTrue();
    assertEventually(other, Owner.AGENT, "on a port that is the JVM's");
  }

  @Test
  void asksOfItsOwnAccordOnceTheAgentMustKnow() {
    firstAnswerLongAgo();
    HostConnection connection = connection(50_001);
    live = row(50_001);

    assertThat(neighbour.of(connection, kernel.now)).isEqualTo(Owner.UNDECIDED);

    assertEventually(connection, Owner.AGENT, "nobody has called ask");
  }

  @Test
  void takesWhatTheAgentDoesNotKnowThenForItsOwn() {
    firstAnswerLongAgo();
    HostConnection connection = connection(50_001);

    assertThat(neighbour.of(connection, kernel.now)).isEqualTo(Owner.UNDECIDED);

    assertEventually(connection, Owner.SIDECAR, "asked, and not known");
  }

  @Test
  void asksForWhatHasEndedOnceAConnectionHas() {
    firstAnswer();
    ended = row(50_001);
    HostConnection brief = connection(50_001);
    brief.isOver(new Look(kernel.now, List.of(), List.of(), true, 0, 0));

    assertThat(neighbour.of(brief, kernel.now)).isEqualTo(Owner.UNDECIDED);

    assertEventually(brief, Owner.AGENT, "listed among the endings");
  }

  @Test
  void decidesInTimeWhereTheAgentHangs() {
    firstAnswer();
    hanging = true;
    HostConnection brief = connection(50_001);
    brief.isOver(new Look(kernel.now, List.of(), List.of(), true, 0, 0));

    neighbour.ask(kernel.now, true, true);
    await().atMost(PATIENCE).until(() -> asked.get() == 2);

    assertThat(neighbour.of(brief, kernel.now)).isEqualTo(Owner.UNDECIDED);
    assertThat(neighbour.of(brief, kernel.now + 900)).isEqualTo(Owner.SIDECAR);
  }

  @Test
  void waitsForTheFirstAnswerNoLongerThanAMomentAndALook() {
    hanging = true;
    HostConnection connection = connection(50_001);

    neighbour.ask(kernel.now, true, false);

    assertThat(neighbour.of(connection, kernel.now + 1_499)).isEqualTo(Owner.UNDECIDED);
    assertThat(neighbour.of(connection, kernel.now + 1_500)).isEqualTo(Owner.SIDECAR);
    assertThat(neighbour.status()).isNull();
  }

  @Test
  void comesToOneMoreRoundWhateverIsWantedMeanwhile() {
    hanging = true;
    neighbour.ask(kernel.now, true, false);
    await().atMost(PATIENCE).until(() -> asked.get() == 1);

    for (int i = 0; i < 1_000; i++) {
      neighbour.ask(kernel.now, true, false);
    }
    hanging = false;
    hangs.countDown();

    await().atMost(PATIENCE).until(() -> asked.get() == 2);
    firstAnswer();
    assertThat(asked.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void takesNoPortForTheAgentsOnItsWordAlone() {
    live = row(50_009);
    firstAnswerLongAgo();
    HostConnection connection = connection(50_001);

    assertThat(neighbour.of(connection, kernel.now)).isEqualTo(Owner.UNDECIDED);

    assertEventually(connection, Owner.SIDECAR, "no socket here has the addresses of the row");
  }

  @Test
  void leavesOnAServedPortWhatHasBeenAnnouncedAlready() {
    HostConnection reported = connection(50_001);
    HostConnection announced = connection(50_002);
    announced.owner = Owner.SIDECAR;
    live = row(50_001);
    firstAnswer();

    assertThat(neighbour.of(reported, kernel.now)).isEqualTo(Owner.AGENT);

    assertThat(neighbour.of(announced, kernel.now)).isEqualTo(Owner.SIDECAR);
    assertThat(neighbour.of(connection(50_003), kernel.now)).isEqualTo(Owner.AGENT);
  }

  @Test
  void forgetsAPortOfWhichNoAgentHasSpokenForAMinute() {
    live = row(50_001);
    firstAnswer();
    HostConnection reported = connection(50_001);
    assertThat(neighbour.of(reported, kernel.now)).isEqualTo(Owner.AGENT);
    long much = kernel.now + 100_000;
    HostConnection later = new HostConnection(reported.last, Side.SERVER, false, much - 60_000);
    live = "";

    neighbour.ask(much, true, false);

    await().atMost(PATIENCE).until(() -> neighbour.of(later, much) == Owner.SIDECAR);
  }

  @Test
  void endsItsThreadWhenClosed() {
    firstAnswer();
    assertThat(inquires()).isTrue();

    neighbour.close();

    await().atMost(PATIENCE).until(() -> !inquires());
    neighbour.ask(kernel.now, true, true);
    assertThat(asked).hasValue(1);
  }

  private static boolean inquires() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("sshpulse-agents"));
  }

  private void firstAnswer() {
    neighbour.ask(kernel.now, true, false);
    await().atMost(PATIENCE).until(() -> neighbour.status() != null);
  }

  /** However late it was given, it tells nothing of what connects now. */
  private void firstAnswerLongAgo() {
    firstAnswer();
    kernel.now += 60_000;
  }

  private void assertEventually(HostConnection connection, Owner owner, String why) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(neighbour.of(connection, kernel.now)).as(why).isEqualTo(owner));
  }

  private HostConnection connection(int port) {
    return new HostConnection(kernel.client(port).at(kernel.now), Side.SERVER, false, kernel.now);
  }

  private static String row(int port) {
    return "{\"side\":\"server\",\"local\":\"198.51.100.1:22\",\"peer\":\"192.0.2.7:"
        + port
        + "\"}";
  }
}
