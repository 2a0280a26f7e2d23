package dev.sshpulse.http;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Deaths;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Something to export, as a test sets it. */
class Shown implements Exported {

  final AtomicReference<String> notReady = new AtomicReference<>();
  final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  final AtomicReference<PathTimeout> pathTimeout = new AtomicReference<>();
  final List<ConnectionStatus> connections = new ArrayList<>();
  final List<Ending> endings = new ArrayList<>();
  final List<Deaths> deaths = new ArrayList<>();
  final List<HookStatus> hooks = new ArrayList<>();
  private final String version;
  final List<SourceStatus> sources = new ArrayList<>();
  private final String metrics;

  Shown(String version, String metrics) {
    this.version = version;
    this.metrics = metrics;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String scrape(String contentType) {
    if (failure.get() != null) {
      throw failure.get();
    }
    return metrics + " as " + contentType;
  }

  @Override
  public List<ConnectionStatus> connections() {
    return connections;
  }

  @Override
  public List<Ending> endings() {
    return endings;
  }

  @Override
  public List<Deaths> deaths(Instant now) {
    return deaths;
  }

  @Override
  public Duration halfOpenAfter() {
    return Duration.ofSeconds(30);
  }

  @Override
  public List<HookStatus> hooks() {
    return hooks;
  }

  @Override
  public List<SourceStatus> sources() {
    return sources;
  }

  @Override
  public PathTimeout pathTimeout() {
    return pathTimeout.get();
  }

  @Override
  public String notReadyBecause() {
    return notReady.get();
  }
}
