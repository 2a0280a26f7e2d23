package dev.sshpulse.telemetry;

import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/**
 * How long connections lived, were silent before they failed, and went on unnoticed.
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

  private static final double NANOS_PER_SECOND = 1e9;

  private final Histogram durations;
  private final Histogram silences;
  private final Histogram detections;

  SshHistograms(PrometheusRegistry registry) {
    durations = histogram(registry, Meters.CONNECTION_DURATION, LIVES);
    silences = histogram(registry, Meters.IDLE_BEFORE_FAILURE, SILENCES);
    detections = histogram(registry, Meters.FAILURE_DETECTION, DETECTIONS);
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

  @Override
  public void connectionEnded(Ending ending) {
    observe(durations, ending, ending.duration());
    if (ending.cause().failed()) {
      observe(silences, ending, ending.idle());
      observe(detections, ending, ending.detection());
    }
  }

  private static void observe(Histogram histogram, Ending ending, Duration duration) {
    histogram
        .labelValues(ending.connection().side().label())
        .observe(duration.toNanos() / NANOS_PER_SECOND);
  }
}
