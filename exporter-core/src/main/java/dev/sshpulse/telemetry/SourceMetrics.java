package dev.sshpulse.telemetry;

import dev.sshpulse.model.SourceStatus;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How the sidecar's sources fare: two meters for each, as long as there is such a source. */
final class SourceMetrics {

  private static final double NANOS_PER_SECOND = 1e9;

  private final SshMetrics metrics;
  private final Supplier<List<SourceStatus>> sources;
  private final PrometheusMeterRegistry registry;
  private final Map<String, SourceStatus> now = new LinkedHashMap<>();
  private final Map<String, List<Meter>> shown = new LinkedHashMap<>();

  SourceMetrics(
      SshMetrics metrics, Supplier<List<SourceStatus>> sources, PrometheusMeterRegistry registry) {
    this.metrics = metrics;
    this.sources = sources;
    this.registry = registry;
  }

  /** Shows those that there are, and takes away those that are no more. */
  void refresh() {
    now.clear();
    for (SourceStatus status : sources.get()) {
      now.put(status.source(), status);
      shown.computeIfAbsent(status.source(), this::show);
    }
    shown.entrySet().removeIf(entry -> isGone(entry.getKey(), entry.getValue()));
  }

  private boolean isGone(String source, List<Meter> meters) {
    boolean gone = !now.containsKey(source);
    if (gone) {
      meters.forEach(registry::remove);
    }
    return gone;
  }

  private List<Meter> show(String source) {
    List<Meter> meters = new ArrayList<>();
    meters.add(metrics.register(Meters.SOURCE_UP, () -> up(source), source));
    meters.add(metrics.register(Meters.SOURCE_DURATION, () -> took(source), source));
    return meters;
  }

  private double up(String source) {
    SourceStatus status = now.get(source);
    return status != null && status.up() ? 1 : 0;
  }

  private double took(String source) {
    SourceStatus status = now.get(source);
    Duration took = status == null ? Duration.ZERO : status.took();
    return took.toNanos() / NANOS_PER_SECOND;
  }
}
