package dev.sshpulse.telemetry;

import dev.sshpulse.diagnosis.Diagnosis;
import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.ConnectionCounts;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.LiveCounts;
import dev.sshpulse.model.LogCounts;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Protocol;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketCounts;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.Verdict;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of the catalogue, read from where it is counted at the moment of a scrape. Every
 * combination of labels that can occur is there from the start, so that a first failure is a step
 * from 0 which a rate sees.
 */
final class SshMetrics {

  private static final double MILLIS_PER_SECOND = 1e3;

  private final PrometheusMeterRegistry registry;
  private final Observations seen;
  private final Map<HookStatus, Gauge> hooks = new HashMap<>();
  private final List<Gauge> kernel = new ArrayList<>();
  private final List<Gauge> blockedWriters = new ArrayList<>();
  private final Map<String, Gauge> bounds = new HashMap<>();
  private final @Nullable TcpMetrics tcp;
  private final @Nullable SourceMetrics sources;
  private final @Nullable HostMetrics facts;
  private boolean logShown;

  SshMetrics(PrometheusMeterRegistry registry, Build build, Observations seen) {
    this.registry = registry;
    this.seen = seen;
    connections(seen.counts());
    endings(seen.counts());
    faults(seen.faults());
    one(Meters.BUILD_INFO, build.version(), build.revision(), build.java());
    gauge(Meters.UP, () -> seen.observing().getAsBoolean() ? 1 : 0);
    if (seen.counts() instanceof SocketCounts sockets) {
      calls(sockets);
    }
    if (seen.libraries() != null) {
      LibraryMetrics.register(this, seen.libraries());
    }
    HostObservations host = seen.host();
    tcp = host == null ? null : new TcpMetrics(this, seen, host.tcp(), registry);
    sources = host == null ? null : new SourceMetrics(this, host.sources(), registry);
    facts = host == null ? null : new HostMetrics(registry, host.facts());
    if (host == null) {
      active(seen.counts());
      unprotected(seen.live());
      bytes(seen.counts());
    }
  }

  private void calls(SocketCounts sockets) {
    for (Side side : Side.values()) {
      counter(Meters.SIGPIPE, () -> sockets.sigpipes(side), side.label());
    }
    failures(sockets);
  }

  /** From when it could be read: before that nobody knows, and later a counter stays. */
  private void log(@Nullable HostObservations host) {
    if (!logShown && host != null && host.log() != null && host.logKnown().getAsBoolean()) {
      log(host.log());
      logShown = true;
    }
  }

  private void log(LogCounts log) {
    LibraryMetrics.logins(this, log, Side.SERVER);
    counter(Meters.SIGPIPE, log::sigpipes, Side.SERVER.label());
  }

  /** Where the kernel tells of round trips; null in a host JVM. */
  @Nullable TcpMetrics tcp() {
    return tcp;
  }

  /** Adds a meter that has a value only from now on. */
  void gauge(Meters meter, DoubleSupplier value, String... labels) {
    register(meter, value, labels);
  }

  /** Shows how spans fare; without an endpoint there is nothing to show, not even 0. */
  void spans(SpanTotals totals) {
    counter(Meters.SPANS_EXPORTED, totals::exported);
    counter(Meters.SPANS_FAILED, totals::failed);
  }

  /** Adds what has become known since the last scrape, and takes away what no longer is. */
  void refresh() {
    hooks(seen.hooks().get());
    kernel(seen.live());
    log(seen.host());
    if (tcp != null) {
      tcp.refresh();
    }
    if (sources != null) {
      sources.refresh();
    }
    if (facts != null) {
      facts.refresh();
    }
    pathTimeout(seen.pathTimeout().get());
  }

  private void kernel(LiveCounts live) {
    showWhile(
        live.kernelReadable(),
        kernel,
        side -> {
          kernel.add(register(Meters.HALF_OPEN, () -> live.halfOpen(side), side.label()));
          kernel.add(register(Meters.CLOSE_WAIT, () -> live.closeWait(side), side.label()));
        });
    showWhile(
        live.blockedWritersKnown(),
        blockedWriters,
        side ->
            blockedWriters.add(
                register(Meters.BLOCKED_WRITERS, () -> live.blockedWriters(side), side.label())));
  }

  private void showWhile(boolean known, List<Gauge> shown, Consumer<Side> show) {
    if (known && shown.isEmpty()) {
      List.of(Side.values()).forEach(show);
    } else if (!known) {
      shown.forEach(registry::remove);
      shown.clear();
    }
  }

  private void pathTimeout(@Nullable PathTimeout timeout) {
    bound("lower", timeout == null ? 0 : timeout.lowerMillis());
    bound("upper", timeout == null ? 0 : timeout.upperMillis());
  }

  private void bound(String bound, long millis) {
    Gauge before = bounds.remove(bound);
    if (before != null) {
      registry.remove(before);
    }
    if (millis > 0) {
      double seconds = millis / MILLIS_PER_SECOND;
      bounds.put(bound, register(Meters.PATH_IDLE_TIMEOUT, () -> seconds, bound));
    }
  }

  private void hooks(List<HookStatus> statuses) {
    if (hooks.size() == statuses.size() && hooks.keySet().containsAll(statuses)) {
      return;
    }
    for (Gauge gone : hooks.values()) {
      registry.remove(gone);
    }
    hooks.clear();
    for (HookStatus status : statuses) {
      hooks.put(status, hook(status));
    }
  }

  private Gauge hook(HookStatus status) {
    return one(
        Meters.HOOK_INFO,
        status.library(),
        status.version(),
        status.status().label(),
        status.reason());
  }

  private void connections(ConnectionCounts counts) {
    bySide(Meters.CONNECTIONS, counts, ConnectionCounts::recognised);
    bySide(Meters.CONNECTION_ENDINGS, counts, ConnectionCounts::ended);
  }

  /** Shows how many are open. */
  List<Meter> active(ConnectionCounts counts) {
    List<Meter> shown = new ArrayList<>();
    for (Side side : Side.values()) {
      shown.add(register(Meters.ACTIVE_CONNECTIONS, () -> counts.active(side), side.label()));
    }
    return shown;
  }

  /** Shows what they have carried. */
  List<Meter> bytes(ConnectionCounts counts) {
    List<Meter> shown = bySide(Meters.RECEIVED_BYTES, counts, ConnectionCounts::receivedBytes);
    shown.addAll(bySide(Meters.SENT_BYTES, counts, ConnectionCounts::sentBytes));
    return shown;
  }

  private List<Meter> bySide(
      Meters meter, ConnectionCounts counts, ToDoubleBiFunction<ConnectionCounts, Side> count) {
    List<Meter> shown = new ArrayList<>();
    for (Side side : Side.values()) {
      shown.add(counter(meter, () -> count.applyAsDouble(counts, side), side.label()));
    }
    return shown;
  }

  private void endings(ConnectionCounts counts) {
    for (Verdict verdict : Diagnosis.verdicts()) {
      if (verdict.cause().failed()) {
        endings(counts, verdict);
      }
    }
  }

  private void endings(ConnectionCounts counts, Verdict verdict) {
    for (Side side : Side.values()) {
      counter(
          Meters.CONNECTION_FAILURES,
          () -> counts.failed(side, verdict),
          side.label(),
          verdict.cause().label(),
          verdict.initiator().label());
    }
  }

  /** Shows how many would not notice a silent death. */
  List<Meter> unprotected(LiveCounts live) {
    List<Meter> shown = new ArrayList<>();
    for (Protection lack : Protection.values()) {
      if (lack.lacking()) {
        for (Side side : Side.values()) {
          DoubleSupplier value = () -> live.unprotected(side, lack);
          shown.add(register(Meters.UNPROTECTED, value, side.label(), lack.label()));
        }
      }
    }
    return shown;
  }

  private void failures(SocketCounts counts) {
    for (Operation operation : Operation.values()) {
      for (SocketError error : operation.errors()) {
        failures(counts, Protocol.OTHER, operation, error);
        if (operation == Operation.READ || operation == Operation.WRITE) {
          failures(counts, Protocol.SSH, operation, error);
        }
      }
    }
  }

  private void failures(
      SocketCounts counts, Protocol protocol, Operation operation, SocketError error) {
    counter(
        Meters.SOCKET_IO_ERRORS,
        () -> counts.failures(protocol, operation, error),
        protocol.label(),
        operation.label(),
        error.label());
  }

  private void faults(Faults faults) {
    for (Faults.Where where : Faults.Where.values()) {
      counter(Meters.ERRORS, () -> faults.errors(where), where.label());
    }
    for (Faults.What what : Faults.What.values()) {
      counter(Meters.DROPPED, () -> faults.drops(what), what.label());
    }
  }

  private Gauge one(Meters meter, String... labels) {
    return register(meter, () -> 1, labels);
  }

  /** Adds a meter that may go again: {@link PrometheusMeterRegistry#remove}. */
  Gauge register(Meters meter, DoubleSupplier value, String... labels) {
    return Gauge.builder(meter.micrometerName(), registry, unused -> value.getAsDouble())
        .description(meter.help())
        .tags(tags(meter, labels))
        .register(registry);
  }

  /** Adds a counter that is read where it is counted. */
  Meter counter(Meters meter, DoubleSupplier value, String... labels) {
    // Micrometer holds what it reads weakly. The registry lives while anybody can scrape it.
    return FunctionCounter.builder(meter.micrometerName(), registry, unused -> value.getAsDouble())
        .description(meter.help())
        .tags(tags(meter, labels))
        .register(registry);
  }

  private static List<Tag> tags(Meters meter, String... values) {
    List<Tag> tags = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(meter.labels().get(i), values[i]));
    }
    return tags;
  }
}
