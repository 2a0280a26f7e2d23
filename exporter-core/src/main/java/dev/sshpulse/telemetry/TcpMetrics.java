package dev.sshpulse.telemetry;

import dev.sshpulse.model.TcpCounts;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.ArrayList;
import java.util.List;

/**
 * The meters of what a sidecar knows from the kernel's sockets, there while the kernel can be
 * asked; those of what {@code /proc} does not tell, while that is told.
 */
final class TcpMetrics {

  /** From the same host to a satellite and back, and what a full queue on the way makes of it. */
  private static final double[] ROUND_TRIPS = {
    0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5
  };

  private final SshMetrics metrics;
  private final Observations seen;
  private final TcpCounts counts;
  private final PrometheusMeterRegistry registry;
  private final Histogram roundTrips;
  private final List<Meter> shown = new ArrayList<>();
  private final List<Meter> details = new ArrayList<>();

  TcpMetrics(
      SshMetrics metrics, Observations seen, TcpCounts counts, PrometheusMeterRegistry registry) {
    this.metrics = metrics;
    this.seen = seen;
    this.counts = counts;
    this.registry = registry;
    this.roundTrips = roundTrips();
  }

  private static Histogram roundTrips() {
    return Histogram.builder()
        .name(Meters.TCP_RTT.exposedName())
        .help(Meters.TCP_RTT.help())
        .classicOnly()
        .classicUpperBounds(ROUND_TRIPS)
        .withoutExemplars()
        .build();
  }

  /** One more round trip that TCP has measured. */
  void roundTrip(double seconds) {
    roundTrips.observe(seconds);
  }

  /** Shows what is known, and takes away what no longer is. */
  void refresh() {
    if (!counts.readable()) {
      hide(shown);
    } else if (shown.isEmpty()) {
      show();
    }
    boolean detailed = counts.readable() && counts.detailed();
    if (detailed && details.isEmpty()) {
      showDetails();
    } else if (!detailed && !details.isEmpty()) {
      hide(details);
      registry.getPrometheusRegistry().unregister(roundTrips);
    }
  }

  private void hide(List<Meter> meters) {
    meters.forEach(registry::remove);
    meters.clear();
  }

  private void show() {
    shown.addAll(metrics.active(seen.counts()));
    shown.addAll(metrics.unprotected(seen.live()));
    for (String state : counts.states()) {
      shown.add(metrics.register(Meters.TCP_CONNECTIONS, () -> counts.connections(state), state));
    }
    shown.add(metrics.register(Meters.TCP_SEND_QUEUE, counts::sendQueueBytes));
    shown.add(metrics.register(Meters.TCP_KEEPALIVE, () -> counts.keepAlive(true), "on"));
    shown.add(metrics.register(Meters.TCP_KEEPALIVE, () -> counts.keepAlive(false), "off"));
    shown.add(metrics.register(Meters.TCP_KEEPALIVE_UNANSWERED, counts::keepAliveUnanswered));
  }

  private void showDetails() {
    details.addAll(metrics.bytes(seen.counts()));
    details.add(metrics.counter(Meters.TCP_RETRANSMITS, counts::retransmits));
    registry.getPrometheusRegistry().register(roundTrips);
  }
}
