package dev.sshpulse.telemetry;

import dev.sshpulse.model.TcpCounts;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.ArrayList;
import java.util.List;

/** The meters of the kernel's sockets, there while the kernel can be asked. */
final class TcpMetrics {

  /** From the same host to a satellite and back, and what a full queue on the way makes of it. */
  private static final double[] ROUND_TRIPS = {
    0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5
  };

  private final SshMetrics metrics;
  private final TcpCounts counts;
  private final PrometheusMeterRegistry registry;
  private final Histogram roundTrips;
  private final List<Meter> shown = new ArrayList<>();

  TcpMetrics(SshMetrics metrics, TcpCounts counts, PrometheusMeterRegistry registry) {
    this.metrics = metrics;
    this.counts = counts;
    this.registry = registry;
    this.roundTrips = roundTrips(registry);
    metrics.counter(Meters.TCP_RETRANSMITS, counts::retransmits);
  }

  private static Histogram roundTrips(PrometheusMeterRegistry registry) {
    return Histogram.builder()
        .name(Meters.TCP_RTT.exposedName())
        .help(Meters.TCP_RTT.help())
        .classicOnly()
        .classicUpperBounds(ROUND_TRIPS)
        .withoutExemplars()
        .register(registry.getPrometheusRegistry());
  }

  /** One more round trip that TCP has measured. */
  void roundTrip(double seconds) {
    roundTrips.observe(seconds);
  }

  /** Shows what is known, and takes away what no longer is. */
  void refresh() {
    if (!counts.readable()) {
      shown.forEach(registry::remove);
      shown.clear();
    } else if (shown.isEmpty()) {
      show();
    }
  }

  private void show() {
    for (String state : counts.states()) {
      shown.add(metrics.register(Meters.TCP_CONNECTIONS, () -> counts.connections(state), state));
    }
    shown.add(metrics.register(Meters.TCP_SEND_QUEUE, counts::sendQueueBytes));
    shown.add(metrics.register(Meters.TCP_KEEPALIVE, () -> counts.keepAlive(true), "on"));
    shown.add(metrics.register(Meters.TCP_KEEPALIVE, () -> counts.keepAlive(false), "off"));
    shown.add(metrics.register(Meters.TCP_KEEPALIVE_UNANSWERED, counts::keepAliveUnanswered));
  }
}
