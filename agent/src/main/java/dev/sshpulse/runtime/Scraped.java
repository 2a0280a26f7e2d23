package dev.sshpulse.runtime;

import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.Watch;
import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.http.Exported;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Deaths;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.telemetry.RecentEndings;
import dev.sshpulse.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the exporter serves in a host JVM. */
final class Scraped implements Exported {
  /** As long as a listener that blocks may hold up an answer. */
  private static final Duration BRIEFLY = Duration.ofMillis(100);

  private final Patience patience = new Patience(BRIEFLY, System::nanoTime);
  private final Telemetry telemetry;
  private final Connections connections;
  private final Watch watch;
  private final RecentEndings recent;
  private final Supplier<@Nullable PathTimeout> pathTimeout;
  private final Duration halfOpenAfter;
  private final String version;
  private final HookReport hooks;
  private final Supplier<@Nullable String> notReadyBecause;

  private Scraped(
      Telemetry telemetry,
      Connections connections,
      Watch watch,
      RecentEndings recent,
      Supplier<@Nullable PathTimeout> pathTimeout,
      Duration halfOpenAfter,
      String version,
      HookReport hooks,
      Supplier<@Nullable String> notReadyBecause) {
    this.telemetry = telemetry;
    this.connections = connections;
    this.watch = watch;
    this.recent = recent;
    this.pathTimeout = pathTimeout;
    this.halfOpenAfter = halfOpenAfter;
    this.version = version;
    this.hooks = hooks;
    this.notReadyBecause = notReadyBecause;
  }

  /** Typed as what it serves, so that nobody loads that on the main thread to verify a call. */
  static Exported of(
      Telemetry telemetry,
      Connections connections,
      Watch watch,
      RecentEndings recent,
      Supplier<@Nullable PathTimeout> pathTimeout,
      Duration halfOpenAfter,
      String version,
      HookReport hooks,
      Supplier<@Nullable String> notReadyBecause) {
    return new Scraped(
        telemetry,
        connections,
        watch,
        recent,
        pathTimeout,
        halfOpenAfter,
        version,
        hooks,
        notReadyBecause);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String scrape(String contentType) {
    connections.settle();
    watch.count();
    return telemetry.scrape(contentType);
  }

  @Override
  public List<ConnectionStatus> connections() {
    connections.drain();
    return watch.statuses();
  }

  /**
   * Also of what ended just now: whoever saw it counted will look for it here. Where a listener is
   * far behind, and somebody asks on and on, scrapes come first.
   */
  @Override
  public List<Ending> endings() {
    Duration left = patience.left();
    try {
      connections.awaitTold(left);
    } catch (InterruptedException e) {
      // Not of us, and not kept: Netty would close the connection on which this thread writes next.
    }
    patience.waited();
    return recent.newestFirst();
  }

  @Override
  public List<Ending> endingsSoFar() {
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
    return hooks.all();
  }

  @Override
  public @Nullable PathTimeout pathTimeout() {
    return pathTimeout.get();
  }

  @Override
  public @Nullable String notReadyBecause() {
    return notReadyBecause.get();
  }
}
