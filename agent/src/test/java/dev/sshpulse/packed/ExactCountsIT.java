package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.ClosedWhileBusy;
import dev.sshpulse.probe.FailedWrites;
import dev.sshpulse.probe.ManyConnections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The figures are exact, whatever the API, the number of threads and the moment of a close. */
class ExactCountsIT {
  private static final String VERIFY = "-XX:+BytecodeVerificationLocal";
  private static final String[] VERIFIED = {"-XX:+UnlockDiagnosticVMOptions", VERIFY};
  private static final int FIVE_MEGABYTES = 5_000_000;
  private static final Pattern HEAP = Pattern.compile("heap (\\d+)\n");

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsEveryOneOfAMillionFailedWrites(Jdk jdk) {
    try (HostJvm host =
        HostJvm.on(jdk).option(VERIFIED).agent().start(FailedWrites.class, "8", "1000000")) {
      host.awaitOutput("failed {");

      Scrape scrape = host.scrape();

      assertThat(scrape.errors("other", "write", "broken_pipe"))
          .isEqualTo(provoked(host, "Broken pipe"));
      assertThat(scrape.errors("other", "write", "connection_reset"))
          .isEqualTo(provoked(host, "Connection reset by peer"));
      assertThat(scrape.sum("socket_io_errors_total"))
          .isEqualTo(provoked(host, "Broken pipe") + provoked(host, "Connection reset by peer"))
          .isGreaterThan(990_000);
    }
  }

  private static double provoked(HostJvm host, String message) {
    Matcher matcher = Pattern.compile(Pattern.quote(message) + "=(\\d+)").matcher(host.out());
    return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsNoFailureWhenTheApplicationClosesWhatItUses(Jdk jdk) {
    try (HostJvm host =
        HostJvm.on(jdk).option(VERIFIED).agent().start(ClosedWhileBusy.class, "10000")) {
      host.awaitOutput("closed 10000");

      Scrape scrape = host.scrape();

      assertThat(scrape.sum("socket_io_errors_total")).isZero();
      assertThat(scrape.sum("sshpulse_errors_total")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void forgetsEveryOneOfAHundredThousandConnections(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(ManyConnections.class)) {
      host.awaitOutput("warm").scrape();
      long before = liveHeap(host);

      host.type("open 100000").awaitOutput("done");

      Scrape scrape = host.scrape();

      assertThat(scrape.sum("ssh_active_connections")).isZero();
      assertThat(scrape.sum("ssh_connections_total")).isEqualTo(2 * 101_000);
      assertThat(scrape.sum("ssh_connection_endings_total")).isEqualTo(2 * 101_000);
      assertThat(scrape.sum("ssh_sent_bytes_total")).isEqualTo(2 * 101_000 * 15);
      assertThat(scrape.sum("ssh_received_bytes_total")).isEqualTo(2 * 101_000 * 15);
      assertThat(scrape.sum("sshpulse_dropped_total")).isZero();
      await()
          .atMost(HostJvm.PATIENCE)
          .untilAsserted(() -> assertThat(liveHeap(host) - before).isLessThan(FIVE_MEGABYTES));
    }
  }

  /** After a collection; what a cleaner has yet to see is found by the next. */
  private static long liveHeap(HostJvm host) {
    int printed = host.out().length();
    host.type("heap");
    await().atMost(HostJvm.PATIENCE).until(() -> HEAP.matcher(since(host, printed)).find());
    Matcher matcher = HEAP.matcher(since(host, printed));
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private static String since(HostJvm host, int printed) {
    return host.out().substring(printed);
  }
}
