package dev.sshpulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.AuthOutcome;
import dev.sshpulse.model.Authentication;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SshHistogramsTest {
  private static final Instant RECOGNISED = Instant.parse("2026-01-01T00:00:00Z");
  private static final SshConnection CONNECTION =
      new SshConnection(1, Side.CLIENT, RECOGNISED, RECOGNISED, null, null);
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private final TracedRegistry registry = new TracedRegistry();
  private final SshHistograms histograms = new SshHistograms(registry, SpanOf.NONE, true);

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

  @Test
  void measuresAHandshakeOnlyWhereKeysAreKnownToBeInUse() {
    histograms.connectionEstablished(established(true));
    histograms.connectionEstablished(established(false));

    assertThat(of("ssh_handshake_duration_seconds").getCount()).isEqualTo(1);
    assertThat(of("ssh_handshake_duration_seconds").getSum()).isEqualTo(0.3);
  }

  @Test
  void measuresALoginFromItsFirstAttemptToSuccess() {
    histograms.authenticationAttempted(attempted(AuthOutcome.FAILURE));
    histograms.authenticationAttempted(attempted(AuthOutcome.PARTIAL));
    histograms.authenticationAttempted(attempted(null));
    histograms.authenticationAttempted(attempted(AuthOutcome.SUCCESS));

    assertThat(of("ssh_auth_duration_seconds").getCount()).isEqualTo(1);
    assertThat(of("ssh_auth_duration_seconds").getSum()).isEqualTo(7);
  }

  @Test
  void measuresTheRoundTripOfAKeepAlive() {
    histograms.keepAliveAnswered(CONNECTION, Duration.ofMillis(12));

    assertThat(of("ssh_keepalive_rtt_seconds").getSum()).isEqualTo(0.012);
  }

  @Test
  void hasTheBucketsThatDashboardsCountOn() {
    assertThat(bounds("ssh_handshake_duration_seconds"))
        .containsExactly(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, INFINITE);
    assertThat(bounds("ssh_auth_duration_seconds"))
        .isEqualTo(bounds("ssh_handshake_duration_seconds"));
    assertThat(bounds("ssh_keepalive_rtt_seconds"))
        .containsExactly(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15, INFINITE);
  }

  private double[] bounds(String name) {
    return of(name).getClassicBuckets().stream()
        .mapToDouble(bucket -> bucket.getUpperBound())
        .toArray();
  }

  private static Establishment established(boolean keys) {
    return new Establishment(
        CONNECTION,
        RECOGNISED.plusMillis(300),
        keys,
        Library.JSCH,
        "2.28.0",
        null,
        null,
        "git.example.org",
        null);
  }

  private static Authentication attempted(AuthOutcome outcome) {
    return new Authentication(
        CONNECTION,
        AuthMethod.PASSWORD,
        outcome,
        RECOGNISED.plusSeconds(5),
        RECOGNISED.plusSeconds(8),
        Duration.ofSeconds(7),
        null);
  }

  private static Ending ended(Cause cause) {
    return new Ending(
        CONNECTION,
        RECOGNISED.plusSeconds(1_300),
        Duration.ofSeconds(1_300),
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
