package dev.sshpulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SshHistogramsTest {
  private static final Instant RECOGNISED = Instant.parse("2026-01-01T00:00:00Z");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final SshHistograms histograms = new SshHistograms(registry);

  @Test
  void measuresLifeSilenceAndDetectionOfAFailedConnection() {
    histograms.connectionEnded(ended(Cause.RETRANSMISSION_TIMEOUT));

    assertThat(of("ssh_connection_duration_seconds").getSum()).isEqualTo(1_300);
    assertThat(of("ssh_connection_idle_before_failure_seconds").getSum()).isEqualTo(300);
    assertThat(of("ssh_failure_detection_seconds").getSum()).isEqualTo(924.5);
  }

  @Test
  void measuresOnlyTheLifeOfOneThatClosedInOrder() {
    histograms.connectionEnded(ended(Cause.CLOSED));

    assertThat(of("ssh_connection_duration_seconds").getCount()).isEqualTo(1);
    assertThat(of("ssh_connection_idle_before_failure_seconds").getCount()).isZero();
    assertThat(of("ssh_failure_detection_seconds").getCount()).isZero();
  }

  private static Ending ended(Cause cause) {
    return new Ending(
        new SshConnection(1, Side.CLIENT, RECOGNISED, RECOGNISED, null, null),
        RECOGNISED.plusSeconds(1_300),
        new Verdict(cause, Initiator.NETWORK),
        Duration.ofSeconds(300),
        Duration.ofMillis(924_500),
        0,
        0,
        null);
  }

  private HistogramSnapshot.HistogramDataPointSnapshot of(String name) {
    MetricSnapshot found =
        registry.scrape().stream()
            .filter(metric -> metric.getMetadata().getName().equals(name))
            .findFirst()
            .orElseThrow();
    return ((HistogramSnapshot) found)
        .getDataPoints().stream()
            .filter(point -> "client".equals(point.getLabels().get("side")))
            .findFirst()
            .orElseThrow();
  }
}
