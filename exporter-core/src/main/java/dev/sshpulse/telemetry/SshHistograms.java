package dev.sshpulse.telemetry;

import dev.sshpulse.model.AuthOutcome;
import dev.sshpulse.model.Authentication;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/**
 * How long connections lived, were silent before they failed, and went on unnoticed; what keys,
 * logins and keepalives took.
 *
 * <p>Classic buckets only: the text formats have no others.
 */
final class SshHistograms implements SshListener {

  private static final double[] LIVES = {
    1, 10, 60, 300, 900, 3_600, 14_400, 43_200, 86_400, 604_800
  };

  /** Just above the timeouts that middleboxes are usually set to. */
  private static final double[] SILENCES = {
    10, 35, 65, 130, 310, 360, 620, 930, 1_830, 3_660, 7_320, 14_700, 43_800, 87_000
  };

  private static final double[] DETECTIONS = {0.1, 1, 10, 30, 60, 180, 600, 1_200, 3_600, 7_800};

  private static final double[] SETUPS = {
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120
  };

  private static final double[] ROUND_TRIPS = {
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 15
  };

  private static final double NANOS_PER_SECOND = 1e9;

  private final Histogram durations;
  private final Histogram silences;
  private final Histogram detections;
  private final Histogram handshakes;
  private final Histogram logins;
  private final Histogram roundTrips;

  SshHistograms(PrometheusRegistry registry) {
    durations = histogram(registry, Meters.CONNECTION_DURATION, LIVES);
    silences = histogram(registry, Meters.IDLE_BEFORE_FAILURE, SILENCES);
    detections = histogram(registry, Meters.FAILURE_DETECTION, DETECTIONS);
    handshakes = histogram(registry, Meters.HANDSHAKE_DURATION, SETUPS);
    logins = histogram(registry, Meters.AUTH_DURATION, SETUPS);
    roundTrips = histogram(registry, Meters.KEEPALIVE_RTT, ROUND_TRIPS);
  }

  private static Histogram histogram(
      PrometheusRegistry registry, Meters meter, double... upperBounds) {
    Histogram histogram =
        Histogram.builder()
            .name(meter.exposedName())
            .help(meter.help())
            .labelNames(meter.labels().toArray(String[]::new))
            .classicOnly()
            .classicUpperBounds(upperBounds)
            .register(registry);
    for (Side side : Side.values()) {
      histogram.initLabelValues(side.label());
    }
    return histogram;
  }

  @Override
  public void connectionRecognised(SshConnection connection) {}

  /** Known from the wire alone, a connection tells nothing of its keys. */
  @Override
  public void connectionEstablished(Establishment establishment) {
    if (establishment.keys()) {
      observe(handshakes, establishment.connection(), establishment.handshake());
    }
  }

  @Override
  public void authenticationAttempted(Authentication attempt) {
    if (attempt.outcome() == AuthOutcome.SUCCESS) {
      observe(logins, attempt.connection(), attempt.sinceFirst());
    }
  }

  @Override
  public void keepAliveAnswered(SshConnection connection, Duration roundTrip) {
    observe(roundTrips, connection, roundTrip);
  }

  @Override
  public void connectionEnded(Ending ending) {
    observe(durations, ending.connection(), ending.duration());
    if (ending.cause().failed()) {
      observe(silences, ending.connection(), ending.idle());
      observe(detections, ending.connection(), ending.detection());
    }
  }

  private static void observe(Histogram histogram, SshConnection connection, Duration duration) {
    histogram.labelValues(connection.side().label()).observe(duration.toNanos() / NANOS_PER_SECOND);
  }
}
