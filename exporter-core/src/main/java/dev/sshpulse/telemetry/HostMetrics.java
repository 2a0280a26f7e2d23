package dev.sshpulse.telemetry;

import dev.sshpulse.model.HostFact;
import dev.sshpulse.model.HostFacts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the host, which the sidecar alone has. Each is there while its value is known: a
 * counter that cannot be read is not 0.
 */
final class HostMetrics {

  private static final Map<HostFact, Meters> METERS = meters();

  private final MeterRegistry registry;
  private final HostFacts facts;
  private final Map<HostFact, Meter> shown = new EnumMap<>(HostFact.class);

  HostMetrics(MeterRegistry registry, HostFacts facts) {
    this.registry = registry;
    this.facts = facts;
  }

  /** What these are. */
  static Set<Meters> all() {
    return Set.copyOf(METERS.values());
  }

  private static Map<HostFact, Meters> meters() {
    Map<HostFact, Meters> meters = new EnumMap<>(HostFact.class);
    for (HostFact fact : HostFact.values()) {
      meters.put(fact, meter(fact));
    }
    return meters;
  }

  private static Meters meter(HostFact fact) {
    return switch (fact) {
      case TCP_ABORTS_ON_TIMEOUT -> Meters.HOST_TCP_ABORTS_ON_TIMEOUT;
      case TCP_KEEPALIVE_PROBES -> Meters.HOST_TCP_KEEPALIVE_PROBES;
      case TCP_TIMEOUTS -> Meters.HOST_TCP_TIMEOUTS;
      case TCP_LISTEN_OVERFLOWS -> Meters.HOST_TCP_LISTEN_OVERFLOWS;
      case TCP_RESETS -> Meters.HOST_TCP_RESETS;
      case TCP_RETRANSMITS -> Meters.HOST_TCP_RETRANSMITS;
      case TCP_KEEPALIVE_TIME -> Meters.HOST_TCP_KEEPALIVE_TIME;
      case TCP_KEEPALIVE_INTERVAL -> Meters.HOST_TCP_KEEPALIVE_INTERVAL;
      case TCP_KEEPALIVE_LIMIT -> Meters.HOST_TCP_KEEPALIVE_LIMIT;
      case TCP_RETRANSMITS_LIMIT -> Meters.HOST_TCP_RETRANSMITS_LIMIT;
      case CLIENT_ALIVE_DETECTION -> Meters.CLIENT_ALIVE_DETECTION;
    };
  }

  /** Adds what has become known since the last scrape, and takes away what no longer is. */
  void refresh() {
    METERS.forEach(
        (fact, meter) -> {
          boolean known = facts.value(fact) != null;
          Meter before = known ? shown.get(fact) : shown.remove(fact);
          if (known && before == null) {
            shown.put(fact, register(fact, meter));
          } else if (!known && before != null) {
            registry.remove(before);
          }
        });
  }

  private Meter register(HostFact fact, Meters meter) {
    // Micrometer holds what it reads weakly. The registry lives while anybody can scrape it.
    return fact.counted()
        ? FunctionCounter.builder(meter.micrometerName(), registry, unused -> value(fact))
            .description(meter.help())
            .register(registry)
        : Gauge.builder(meter.micrometerName(), registry, unused -> value(fact))
            .description(meter.help())
            .register(registry);
  }

  /** It may have gone since {@link #refresh}. */
  private double value(HostFact fact) {
    @Nullable Long value = facts.value(fact);
    return value == null ? Double.NaN : value;
  }
}
