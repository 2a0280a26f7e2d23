package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.stack.Node;
import dev.sshpulse.stack.Rules;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the rules record, and what they are made of, is there in a real Prometheus that scrapes the
 * demo; or it is named here, with what does not happen in the demo. That alerts fire, and that all
 * is recorded when everything happens, is for {@code AlertsIT}.
 */
class RulesIT {
  private static final String NOTHING_FORGETS = "no path of the demo forgets silent connections";
  private static final String NO_WEB_CONFIG = "the demo has no http.web-config";
  private static final String NO_KEEPALIVE = "nobody sends SSH's keepalives in the demo";

  /** Without a series, or without a number. */
  private static final Map<String, String> SILENT =
      Map.of(
          "ssh_path_idle_timeout_seconds", NOTHING_FORGETS,
          "sshpulse_config_last_reload_successful", NO_WEB_CONFIG,
          "instance:ssh_keepalives_unanswered_per_keepalive_sent:ratio_rate15m", NO_KEEPALIVE,
          "instance_side:ssh_keepalive_rtt_seconds:p99_rate5m", NO_KEEPALIVE);

  @TempDir Path directory;

  @Test
  void haveDataUnderTheDemosLoadOrAReasonWhyNot() throws Exception {
    try (ScrapedDemo demo = ScrapedDemo.start(directory, Rules.files().toArray(Path[]::new))) {

      await()
          .atMost(HostJvm.PATIENCE)
          .untilAsserted(
              () -> assertThat(withoutNumber(demo.prometheus())).isEqualTo(SILENT.keySet()));

      assertThat(recordedOf(demo)).isEqualTo("99"); // as the README says, but for keepalives
      assertThat(rules(demo.prometheus()))
          .allSatisfy(rule -> assertThat(rule.at("health").text()).isEqualTo("ok"));
    }
  }

  private static String recordedOf(ScrapedDemo demo) {
    String all = "count({__name__=~\"instance.*:.+\",instance=\"%s\"})".formatted(demo.agent());
    return demo.prometheus().query(all).get(0).at("value").list().get(1).text();
  }

  private static Set<String> withoutNumber(Prometheus prometheus) {
    Set<String> without = new TreeSet<>(Rules.metrics());
    Rules.recorded().forEach(rule -> without.add(rule.at("record").text()));
    without.removeIf(name -> isAnyANumber(prometheus.query(name)));
    return without;
  }

  private static boolean isAnyANumber(Iterable<Node> series) {
    for (Node one : series) {
      if (!one.at("value").list().get(1).text().equals("NaN")) {
        return true;
      }
    }
    return false;
  }

  private static Stream<Node> rules(Prometheus prometheus) {
    return prometheus.answer("/api/v1/rules").at("data").at("groups").list().stream()
        .flatMap(group -> group.at("rules").list().stream());
  }
}
