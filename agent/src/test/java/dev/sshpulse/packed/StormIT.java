package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.Kill;
import dev.sshpulse.probe.Storm;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten thousand connections die in many ways at once, and each end of each has one right cause. */
@Tag("alone")
class StormIT {
  private static final List<String> SIDES = List.of("client", "server");
  private static final int CONNECTIONS = 10_000;
  private static final int OF_EACH_KILL = 400;
  private static final int FORGOTTEN = 50;
  private static final Kill[] MIXED =
      EnumSet.complementOf(EnumSet.of(Kill.IS_FORGOTTEN)).toArray(new Kill[0]);
  private static final Pattern FAILURES =
      Pattern.compile(
          "ssh_connection_failures_total\\{cause=\"(.*)\",initiator=\"(.*)\",side=\"(.*)\"}");

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void findsForEveryEndACauseThatItsKillCanHave(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(Storm.class)) {
      host.awaitOutput("ready").url();
      int left = CONNECTIONS;

      for (Kill kill : Kill.values()) {
        int connections = kill == Kill.IS_FORGOTTEN ? FORGOTTEN : OF_EACH_KILL;
        assertThatCausesMatchAfter(host, connections, kill);
        left -= connections;
      }
      assertThatCausesMatchAfter(host, left, MIXED);

      Scrape scrape = host.scrape();
      assertThat(scrape.sum("ssh_connections_total")).isEqualTo(2 * CONNECTIONS);
      assertThat(scrape.sum("ssh_active_connections")).isZero();
      assertThat(scrape.errors("ssh", "read", "other")).isZero();
      assertThat(scrape.errors("ssh", "write", "other")).isZero();
      assertThat(failuresElsewhere(scrape)).as("calls on what is no SSH").isZero();
      assertThat(scrape.sum("sshpulse_errors_total")).isZero();
      assertThat(scrape.sum("sshpulse_dropped_total")).isZero();
    }
  }

  private static void assertThatCausesMatchAfter(HostJvm host, int connections, Kill... kills) {
    Scrape before = host.scrape();
    int round = (int) before.sum("ssh_connections_total");
    String names = Arrays.stream(kills).map(Kill::name).collect(Collectors.joining(" "));

    host.type(round + " " + connections + " " + names).awaitOutput("over " + round + "\n");

    Scrape after = awaitEndings(host);
    for (String side : SIDES) {
      Deeds deeds = deeds(host, round, side);
      assertThat(deeds.total()).isEqualTo(connections);
      deeds.assertMatches(side, difference(endings(after, side), endings(before, side)));
    }
  }

  private static Scrape awaitEndings(HostJvm host) {
    await()
        .atMost(HostJvm.PATIENCE)
        .until(
            () -> {
              host.type("collect garbage");
              return host.scrape().sum("ssh_active_connections") == 0;
            });
    return host.scrape();
  }

  private static Deeds deeds(HostJvm host, int round, String side) {
    Pattern line = Pattern.compile("(?m)^" + round + " " + side + " (\\w+) (\\w+) (\\d+)$");
    Deeds deeds = new Deeds();
    Matcher matcher = line.matcher(host.out());
    while (matcher.find()) {
      Kill kill = Kill.valueOf(matcher.group(2));
      deeds.add(
          matcher.group(1).equals("killer") ? kill.killersCauses : kill.victimsCauses,
          Integer.parseInt(matcher.group(3)));
    }
    return deeds;
  }

  /** By cause and initiator; those in order are the endings that did not fail. */
  private static Map<String, Integer> endings(Scrape scrape, String side) {
    Map<String, Integer> endings = new HashMap<>();
    int failed = 0;
    for (Map.Entry<String, Double> series : scrape.series().entrySet()) {
      Matcher failure = FAILURES.matcher(series.getKey());
      if (failure.matches() && failure.group(3).equals(side)) {
        endings.put(failure.group(1) + " by " + failure.group(2), series.getValue().intValue());
        failed += series.getValue().intValue();
      }
    }
    double all = scrape.value("ssh_connection_endings_total{side=\"" + side + "\"}");
    endings.put("closed", (int) all - failed);
    return endings;
  }

  private static Map<String, Integer> difference(
      Map<String, Integer> after, Map<String, Integer> before) {
    Map<String, Integer> difference = new HashMap<>();
    after.forEach((cause, often) -> difference.put(cause, often - before.getOrDefault(cause, 0)));
    difference.values().removeIf(often -> often == 0);
    return difference;
  }

  private static double failuresElsewhere(Scrape scrape) {
    return scrape.series().entrySet().stream()
        .filter(series -> series.getKey().startsWith("socket_io_errors_total"))
        .filter(series -> series.getKey().contains("protocol=\"other\""))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
