package dev.sshpulse.telemetry;

import dev.sshpulse.model.AuthOutcome;
import dev.sshpulse.model.Authentication;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long connections lived, were silent before they failed, and went on unnoticed; what keys,
 * logins and keepalives took.
 *
 * <p>Classic buckets only: the text formats have no others. Where spans are made, each figure that
 * an event moves points to the span that tells of it; so does a counter of failures.
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

  private final TracedRegistry registry;
  private final SpanOf spans;
  private final Timed durations;
  private final Timed silences;
  private final Timed detections;
  private final @Nullable Timed handshakes;
  private final @Nullable Timed logins;
  private final @Nullable Timed roundTrips;

  /** One histogram, by side. */
  private static final class Timed {
    final Meters meter;
    final double[] bounds;
    final Histogram histogram;

    Timed(Meters meter, double[] bounds, Histogram histogram) {
      this.meter = meter;
      this.bounds = bounds;
      this.histogram = histogram;
    }
  }

  /**
   * @param spans has heard of every event before this does
   * @param libraries whether any SSH library is there to tell of keys, logins and keepalives
   */
  SshHistograms(TracedRegistry registry, SpanOf spans, boolean libraries) {
    this.registry = registry;
    this.spans = spans;
    durations = timed(Meters.CONNECTION_DURATION, LIVES);
    silences = timed(Meters.IDLE_BEFORE_FAILURE, SILENCES);
    detections = timed(Meters.FAILURE_DETECTION, DETECTIONS);
    handshakes = libraries ? timed(Meters.HANDSHAKE_DURATION, SETUPS) : null;
    logins = libraries ? timed(Meters.AUTH_DURATION, SETUPS) : null;
    roundTrips = libraries ? timed(Meters.KEEPALIVE_RTT, ROUND_TRIPS) : null;
  }

  private Timed timed(Meters meter, double[] bounds) {
    Histogram histogram =
        Histogram.builder()
            .name(meter.exposedName())
            .help(meter.help())
            .labelNames(meter.labels().toArray(String[]::new))
            .classicOnly()
            .classicUpperBounds(bounds)
            // Its own would be of the thread's current span, and kept fresh by a thread of its own.
            .withoutExemplars()
            .register(registry);
    for (Side side : Side.values()) {
      histogram.initLabelValues(side.label());
    }
    return new Timed(meter, bounds, histogram);
  }

  @Override
  public void connectionRecognised(SshConnection connection) {}

  /** Known from the wire alone, a connection tells nothing of its keys. */
  @Override
  public void connectionEstablished(Establishment establishment) {
    if (establishment.keys()) {
      SshConnection connection = establishment.connection();
      observe(handshakes, connection, establishment.handshake(), establishment.at());
    }
  }

  @Override
  public void authenticationAttempted(Authentication attempt) {
    if (attempt.outcome() == AuthOutcome.SUCCESS) {
      observe(logins, attempt.connection(), attempt.sinceFirst(), attempt.to());
    }
  }

  @Override
  public void keepAliveAnswered(SshConnection connection, Duration roundTrip) {
    observe(roundTrips, connection, roundTrip, Instant.now());
  }

  @Override
  public void connectionEnded(Ending ending) {
    SshConnection connection = ending.connection();
    if (!connection.fromTheMiddle()) {
      observe(durations, connection, ending.duration(), ending.at());
    }
    if (ending.cause().failed()) {
      if (ending.silenceKnown()) {
        observe(silences, connection, ending.idle(), ending.at());
        observe(detections, connection, ending.detection(), ending.at());
      }
      failed(ending, spans.of(connection));
    }
  }

  private void observe(
      @Nullable Timed timed, SshConnection connection, Duration taken, Instant at) {
    if (timed == null) {
      return;
    }
    String side = connection.side().label();
    double seconds = taken.toNanos() / NANOS_PER_SECOND;
    timed.histogram.labelValues(side).observe(seconds);
    Labels span = spans.of(connection);
    if (span != null) {
      registry.point(timed.meter, timed.bounds, Labels.of("side", side), seconds, span, at);
    }
  }

  /** A connection that a broken pipe killed has met EPIPE at least once. */
  private void failed(Ending ending, @Nullable Labels span) {
    if (span == null) {
      return;
    }
    Labels side = Labels.of("side", ending.connection().side().label());
    Labels verdict =
        side.add("cause", ending.cause().label()).add("initiator", ending.initiator().label());
    registry.point(Meters.CONNECTION_FAILURES, verdict, span, ending.at());
    if (ending.cause() == Cause.BROKEN_PIPE) {
      registry.point(Meters.SIGPIPE, side, span, ending.at());
    }
  }
}
