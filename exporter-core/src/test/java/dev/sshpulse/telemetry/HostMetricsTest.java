package dev.sshpulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.HostFact;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostMetricsTest {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<HostFact, Long> facts = new EnumMap<>(HostFact.class);
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(new QuietConfig(), new PrometheusRegistry(), Clock.SYSTEM);
  private final HostMetrics metrics = new HostMetrics(registry, facts::get);

  @Test
  void hasOneMeterOfItsOwnForEachFact() {
    for (HostFact fact : HostFact.values()) {
      facts.put(fact, 100L + fact.ordinal());
    }

    Exposition exposed = scrape();

    assertThat(exposed.types()).hasSize(HostFact.values().length);
    for (Meters meter : HostMetrics.all()) {
      String type = meter.type() == Meters.Type.COUNTER ? "counter" : "gauge";
      assertThat(exposed.types()).containsEntry(meter.exposedName(), type);
      assertThat(exposed.helps()).containsEntry(meter.exposedName(), meter.help());
    }
    assertThat(exposed.samples().values()).doesNotHaveDuplicates();
  }

  @Test
  void countsWhatIsCounted() {
    for (HostFact fact : HostFact.values()) {
      facts.put(fact, 1L);
      boolean counter = scrape().types().values().contains("counter");
      assertThat(counter).as("" + fact).isEqualTo(fact.counted());
      facts.clear();
      scrape();
    }
  }

  @Test
  void readsTheValueAtTheMomentOfTheScrape() {
    facts.put(HostFact.TCP_TIMEOUTS, 5L);
    facts.put(HostFact.CLIENT_ALIVE_DETECTION, 480L);
    scrape();
    facts.put(HostFact.TCP_TIMEOUTS, 7L);

    assertThat(scrape().samples())
        .containsOnly(
            Map.entry("host_tcp_timeouts_total", 7.0),
            Map.entry("ssh_server_client_alive_detection_seconds", 480.0));
  }

  @Test
  void showsACounterThatWasResetAsReset() {
    facts.put(HostFact.TCP_RETRANSMITS, 5L);
    scrape();
    facts.put(HostFact.TCP_RETRANSMITS, 0L);

    assertThat(scrape().samples()).containsEntry("host_tcp_retransmits_total", 0.0);
  }

  @Test
  void isAbsentWhileItIsNotKnownAndComesBack() {
    facts.put(HostFact.TCP_RESETS, 5L);
    facts.put(HostFact.TCP_KEEPALIVE_TIME, 7200L);
    scrape();

    facts.clear();
    assertThat(scrape().samples()).isEmpty();

    facts.put(HostFact.TCP_RESETS, 6L);
    assertThat(scrape().samples()).containsOnly(Map.entry("host_tcp_resets_total", 6.0));
  }

  private Exposition scrape() {
    metrics.refresh();
    return new Exposition(registry.scrape(TEXT));
  }
}
