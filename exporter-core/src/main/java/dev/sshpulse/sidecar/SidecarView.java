package dev.sshpulse.sidecar;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.http.Exported;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Deaths;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.telemetry.RecentEndings;
import dev.sshpulse.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the sidecar's exporter serves: always of a look that is no older than the question. */
final class SidecarView implements Exported {
  private final Telemetry telemetry;
  private final Looks looks;
  private final HostView host;
  private final Sources sources;
  private final RecentEndings recent;
  private final Supplier<@Nullable PathTimeout> pathTimeout;
  private final Duration halfOpenAfter;
  private final String version;

  SidecarView(
      Telemetry telemetry,
      Looks looks,
      HostView host,
      Sources sources,
      RecentEndings recent,
      Supplier<@Nullable PathTimeout> pathTimeout,
      Duration halfOpenAfter,
      String version) {
    this.telemetry = telemetry;
    this.looks = looks;
    this.host = host;
    this.sources = sources;
    this.recent = recent;
    this.pathTimeout = pathTimeout;
    this.halfOpenAfter = halfOpenAfter;
    this.version = version;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String observer() {
    return "sidecar";
  }

  @Override
  public String scrape(String contentType) {
    looks.refresh();
    return telemetry.scrape(contentType);
  }

  @Override
  public List<ConnectionStatus> connections() {
    return looks.read(host::statuses);
  }

  @Override
  public List<Ending> endings() {
    looks.refresh();
    return recent.newestFirst();
  }

  @Override
  public List<Deaths> deaths(Instant now) {
    return recent.deaths(now);
  }

  @Override
  public Duration halfOpenAfter() {
    return halfOpenAfter;
  }

  @Override
  public List<HookStatus> hooks() {
    return List.of();
  }

  @Override
  public List<SourceStatus> sources() {
    looks.refresh();
    return sources.statuses();
  }

  @Override
  public @Nullable PathTimeout pathTimeout() {
    return pathTimeout.get();
  }

  @Override
  public @Nullable String notReadyBecause() {
    return host.readable() ? null : "no source of sockets can be read: see /api/v1/sources";
  }
}
