package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.ShortLives;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nobody reads the host's stderr, and so the thread that tells listeners hangs in a write of {@code
 * log.endings} for as long as the test likes, while connections come, die and go by the thousand.
 */
@Tag("alone")
class BlockedListenerIT {
  private static final int ROUNDS = 4;
  private static final int LIVES = 3_000;

  /** Two connections each, a beginning and an end of which are kept. */
  private static final int LIVES_THAT_FIND_NO_ROOM = 12_000;

  private static final Pattern LIVED =
      Pattern.compile("lived (\\d+), (\\d+) ms, sshpulse-tell (.*) and then (.*), (\\d+) ns of");
  private static final Pattern HANGS = Pattern.compile("hangs after (\\d+)");
  private static final String IN_A_WRITE = "RUNNABLE in java.io.FileOutputStream.writeBytes";

  private final Tap stderr = new Tap();
  private int lives;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void keepsNoSocketAndNoScrapeFromGoingOnWhileItHangs(Jdk jdk) {
    try (HostJvm host = host(jdk)) {
      live(host, LIVES); // for the young JVM is slow
      for (int round = 0; round < ROUNDS; round++) {
        double free = perSecond(live(host, LIVES));
        hang(host);
        Matcher blocked = live(host, LIVES);

        assertThatItHung(blocked);
        System.out.printf(
            "%s: %.0f lives a second while sshpulse-tell hangs, %.0f while it does not%n",
            jdk, perSecond(blocked), free);
        stderr.open();
        awaitTold(host, 0);
      }
      assertThat(host.scrape().sum("sshpulse_errors_total")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsWhatFoundNoRoomMeanwhileAndTellsTheRest(Jdk jdk) {
    try (HostJvm host = host(jdk)) {
      hang(host);
      assertThatItHung(live(host, LIVES_THAT_FIND_NO_ROOM));
      double dropped = host.scrape().sum("sshpulse_dropped_total");

      stderr.open();

      assertThat(dropped).isPositive();
      awaitTold(host, dropped);
      live(host, LIVES);
      awaitTold(host, dropped);
      assertThat(host.scrape().sum("sshpulse_errors_total")).isZero();
    }
  }

  private HostJvm host(Jdk jdk) {
    HostJvm.Builder host = HostJvm.on(jdk).errorThrough(stderr).agent("log.endings=on");
    HostJvm started = host.start(ShortLives.class).awaitOutput("ready");
    started.url();
    return started;
  }

  private void hang(HostJvm host) {
    stderr.shut();
    host.type("fill");
    await().atMost(HostJvm.PATIENCE).until(stderr::isIdle);
    lives += Integer.parseInt(answer(host, "hang", HANGS).group(1));
  }

  /** Lets so many live, and scrapes meanwhile and afterwards. */
  private Matcher live(HostJvm host, int many) {
    Matcher lived = answer(host, "live " + many, LIVED);
    lives += many;
    assertThatCountsAreExact(host.scrape());
    assertThat(host.fetch("/api/v1/connections")).contains("\"connections\":[]");
    assertThat(host.fetch("/api/v1/endings")).contains("\"endings\":[");
    return lived;
  }

  private static Matcher answer(HostJvm host, String order, Pattern answer) {
    int before = host.out().length();
    host.type(order);
    await()
        .atMost(HostJvm.PATIENCE)
        .until(
            () -> {
              host.scrape();
              return answer.matcher(host.out().substring(before)).find();
            });
    Matcher found = answer.matcher(host.out().substring(before));
    assertThat(found.find()).isTrue();
    return found;
  }

  private static double perSecond(Matcher lived) {
    return 1e3 * Integer.parseInt(lived.group(1)) / Integer.parseInt(lived.group(2));
  }

  private static void assertThatItHung(Matcher lived) {
    assertThat(lived.group(3)).as("before").isEqualTo(IN_A_WRITE);
    assertThat(lived.group(4)).as("afterwards").isEqualTo(IN_A_WRITE);
    assertThat(lived.group(5)).as("nanoseconds of CPU between").isEqualTo("0");
  }

  /** Half of the lives end by the client's reset, the others by the server's close. */
  private void assertThatCountsAreExact(Scrape scrape) {
    double half = lives / 2.0;
    assertThat(scrape.sum("ssh_active_connections")).isZero();
    for (String side : new String[] {"client", "server"}) {
      assertThat(scrape.value("ssh_connections_total{side=\"" + side + "\"}")).isEqualTo(lives);
      assertThat(scrape.value("ssh_connection_endings_total{side=\"" + side + "\"}"))
          .isEqualTo(lives);
    }
    assertThat(scrape.value(failures("broken_pipe", "client"))).isEqualTo(half);
    assertThat(scrape.value(failures("connection_reset", "server"))).isEqualTo(half);
    assertThat(scrape.sum("ssh_connection_failures_total")).isEqualTo(lives);
    assertThat(scrape.errors("ssh", "write", "broken_pipe")).isEqualTo(half);
    assertThat(scrape.errors("ssh", "read", "connection_reset")).isEqualTo(half);
    assertThat(scrape.sum("socket_io_errors_total")).isEqualTo(lives);
    assertThat(scrape.sum("ssh_sigpipe_total")).isEqualTo(half);
  }

  private static String failures(String cause, String side) {
    return "ssh_connection_failures_total{cause=\"%s\",initiator=\"peer\",side=\"%s\"}"
        .formatted(cause, side);
  }

  /** The histogram is a listener like the others: it counts each ending that it is told of. */
  private void awaitTold(HostJvm host, double dropped) {
    await()
        .atMost(HostJvm.PATIENCE)
        .untilAsserted(
            () -> {
              Scrape scrape = host.scrape();
              assertThat(scrape.sum("sshpulse_dropped_total")).isEqualTo(dropped);
              assertThat(scrape.sum("ssh_connection_duration_seconds_count"))
                  .isEqualTo(2.0 * lives - dropped);
            });
  }
}
