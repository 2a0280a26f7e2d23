package dev.sshpulse.sidecar;

import dev.sshpulse.host.HostCounters;
import dev.sshpulse.model.HostFact;
import dev.sshpulse.model.HostFacts;
import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.SourceStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of the whole host as of the last look, and what follows from them. */
final class HostFigures implements HostFacts {
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long UNKNOWN = -1;

  private final HostCounters counters;
  private final SshdAudit sshd;
  private volatile HostCounters.Reading reading;

  HostFigures(HostCounters counters, SshdAudit sshd) {
    this.counters = counters;
    this.sshd = sshd;
    this.reading = counters.read();
  }

  /** Reads all anew; connections that the host has given up so far, -1 where that is not known. */
  long timeoutAborts() {
    reading = counters.read();
    Long aborts = value(HostFact.TCP_ABORTS_ON_TIMEOUT);
    return aborts == null ? UNKNOWN : aborts;
  }

  /** Of sockets that set nothing of their own but SO_KEEPALIVE; null where it cannot be read. */
  @Nullable KeepAlive keepAlive() {
    Long time = value(HostFact.TCP_KEEPALIVE_TIME);
    Long interval = value(HostFact.TCP_KEEPALIVE_INTERVAL);
    Long probes = value(HostFact.TCP_KEEPALIVE_LIMIT);
    return time == null || interval == null || probes == null
        ? null
        : new KeepAlive(
            true, time * MILLIS_PER_SECOND, interval * MILLIS_PER_SECOND, probes.intValue());
  }

  SourceStatus status() {
    return reading.status();
  }

  @Override
  public @Nullable Long value(HostFact fact) {
    Map<HostFact, Long> values = reading.values();
    return fact == HostFact.CLIENT_ALIVE_DETECTION ? sshd.detectionSeconds() : values.get(fact);
  }
}
