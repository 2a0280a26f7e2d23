package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.stack.Node;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agent infers of a path from the silences that survived it, and those that did not. */
@Tag("alone")
class PathTimeoutIT {

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void enclosesTheTimeoutOfANatBesideAPathThatHasNone(Jdk jdk) throws Exception {
    try (ForgetfulPath path = new ForgetfulPath(jdk, Duration.ofSeconds(3))) {
      atOnce(
          path.survives(Duration.ofSeconds(1)),
          path.survives(Duration.ofSeconds(2)),
          path.dies(Duration.ofSeconds(4)),
          path.dies(Duration.ofSeconds(5)),
          path.survivesElsewhere(Duration.ofSeconds(4)),
          path.survivesElsewhere(Duration.ofSeconds(6)));

      await()
          .atMost(HostJvm.PATIENCE)
          .untilAsserted(
              () -> {
                Scrape scrape = path.host().scrape();
                assertThat(bound(scrape, "lower")).isBetween(1.4, 3.0);
                assertThat(bound(scrape, "upper")).isBetween(3.0, 4.4);
              });
      Node told = Node.of("endings", path.host().fetch("/api/v1/endings"));
      assertThat(told.at("path_idle_timeout").at("advice").text()).contains("at most");
    }
  }

  private static void atOnce(Runnable... connections) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(connections.length);
    List<Future<?>> begun = List.of(connections).stream().<Future<?>>map(threads::submit).toList();
    for (Future<?> one : begun) {
      one.get();
    }
    threads.shutdown();
  }

  private static double bound(Scrape scrape, String bound) {
    return scrape.value("ssh_path_idle_timeout_seconds{bound=\"" + bound + "\"}");
  }
}
