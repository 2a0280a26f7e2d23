package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.model.Side;
import dev.sshpulse.probe.SocketApi;
import dev.sshpulse.stack.Node;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with connections that live is counted, as long as it lasts. */
@Tag("alone")
class LiveCountsIT {
  private static final int FIRST_PORT = 10_000;
  private static final int MORE_BYTES_THAN_FOR_KEYS = 700;
  private static final int ALL_APIS = SocketApi.values().length;

  /** A selector's thread would try again and again, and this machine has few cores. */
  private static final EnumSet<SocketApi> BLOCKING =
      EnumSet.complementOf(EnumSet.of(SocketApi.SELECTOR));

  /** By name. */
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  private HostAndPeer both;

  private void start(Jdk jdk) {
    both = new HostAndPeer(new Machines("live"), HostJvm.on(jdk).agent("half-open.after=1s"));
  }

  @AfterEach
  void close() {
    if (both != null) {
      both.close();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsWritersThatWaitForAPeerThatIsGoneAndNoneThatWaitForASlowOne(Jdk jdk) {
    start(jdk);
    open(BLOCKING, "");

    for (String name : ports.keySet()) {
      both.host().begin(name, "main", "write-more-than-fits");
    }
    await().atMost(HostJvm.PATIENCE).until(() -> secondsBlocked() >= 2);
    assertCounts("ssh_blocked_writers", 0); // each peer is there, and says that it has no room

    ports.values().forEach(port -> both.machines().router("dropped", port));
    awaitCounts("ssh_blocked_writers", BLOCKING.size());
    assertCounts("ssh_half_open_connections", BLOCKING.size());

    ports.values().forEach(port -> both.machines().routerForgets("dropped", port));
    awaitCounts("ssh_blocked_writers", 0);
    awaitCounts("ssh_half_open_connections", 0);
    assertCounts("ssh_active_connections", BLOCKING.size());
  }

  /** Of the writer that has been blocked for the shortest time; 0 if one is not blocked. */
  private double secondsBlocked() {
    List<Node> live =
        Node.of("connections", both.get("/api/v1/connections")).at("connections").list();
    String seconds = "blocked_writer_seconds";
    return live.stream()
        .mapToDouble(one -> one.has(seconds) ? Double.parseDouble(one.at(seconds).text()) : 0)
        .min()
        .orElse(0);
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsConnectionsWhosePeerHasClosedUntilTheHostCloses(Jdk jdk) {
    start(jdk);
    List<String> names = open(EnumSet.allOf(SocketApi.class), "");
    assertCounts("ssh_close_wait_connections", 0);

    names.forEach(name -> both.peer().order(name, "close").done());
    awaitCounts("ssh_close_wait_connections", ALL_APIS);

    names.forEach(name -> both.host().order(name, "close").done());
    awaitCounts("ssh_close_wait_connections", 0);
    assertCounts("ssh_connection_endings_total", ALL_APIS);
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsByItsReasonWhatNoKeepAliveProtects(Jdk jdk) {
    start(jdk);
    String enough = "keep-alive-after 60 10 3";
    List<String> none = open(EnumSet.allOf(SocketApi.class), "");
    List<String> slow = open(EnumSet.allOf(SocketApi.class), "keep-alive"); // two hours
    open(EnumSet.allOf(SocketApi.class), enough);
    awaitUnprotected(ALL_APIS, ALL_APIS);

    slow.forEach(name -> both.host().order(name, "close").done());
    awaitUnprotected(ALL_APIS, 0);

    none.forEach(name -> both.host().order(name, enough).done());
    awaitUnprotected(0, 0);
    assertCounts("ssh_active_connections", 2 * ALL_APIS);
  }

  private void awaitUnprotected(double none, double slow) {
    await()
        .atMost(HostJvm.PATIENCE)
        .untilAsserted(
            () -> {
              Scrape scrape = both.scrape();
              for (Side side : Side.values()) {
                assertThat(unprotected(scrape, side, "no_keepalive")).isEqualTo(none);
                assertThat(unprotected(scrape, side, "keepalive_too_slow")).isEqualTo(slow);
                assertThat(unprotected(scrape, side, "keepalive_not_enforced")).isZero();
              }
            });
  }

  private static double unprotected(Scrape scrape, Side side, String reason) {
    return scrape.value(
        "ssh_unprotected_connections{reason=\"%s\",side=\"%s\"}".formatted(reason, side.label()));
  }

  /**
   * A connection over each API on each side, whose host's end has obeyed this order unless it is
   * empty; their names.
   */
  private List<String> open(Collection<SocketApi> apis, String order) {
    List<String> names =
        apis.stream()
            .flatMap(api -> List.of(Side.values()).stream().map(side -> open(api, side)))
            .toList();
    if (!order.isEmpty()) {
      names.forEach(name -> both.host().order(name, order).done());
    }
    names.forEach(name -> both.host().introduce(name, both.peer(), MORE_BYTES_THAN_FOR_KEYS));
    return names;
  }

  private String open(SocketApi api, Side side) {
    int port = FIRST_PORT + ports.size();
    String name = api + "-" + side + "-" + port;
    both.connect(name, api, side, port);
    ports.put(name, port);
    return name;
  }

  private void awaitCounts(String metric, double onEachSide) {
    await().atMost(HostJvm.PATIENCE).untilAsserted(() -> assertCounts(metric, onEachSide));
  }

  private void assertCounts(String metric, double onEachSide) {
    Scrape scrape = both.scrape();
    for (Side side : Side.values()) {
      assertThat(scrape.value(metric + "{side=\"" + side.label() + "\"}"))
          .as("%s, %s", metric, side)
          .isEqualTo(onEachSide);
    }
  }
}
