package dev.sshpulse.runtime;

import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.Watch;
import dev.sshpulse.http.Exported;
import dev.sshpulse.telemetry.Telemetry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the exporter serves in a host JVM. */
final class Scraped implements Exported {
  private final Telemetry telemetry;
  private final Connections connections;
  private final Watch watch;
  private final String version;
  private final Supplier<@Nullable String> notReadyBecause;

  private Scraped(
      Telemetry telemetry,
      Connections connections,
      Watch watch,
      String version,
      Supplier<@Nullable String> notReadyBecause) {
    this.telemetry = telemetry;
    this.connections = connections;
    this.watch = watch;
    this.version = version;
    this.notReadyBecause = notReadyBecause;
  }

  /** Typed as what it serves, so that nobody loads that on the main thread to verify a call. */
  static Exported of(
      Telemetry telemetry,
      Connections connections,
      Watch watch,
      String version,
      Supplier<@Nullable String> notReadyBecause) {
    return new Scraped(telemetry, connections, watch, version, notReadyBecause);
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
  public @Nullable String notReadyBecause() {
    return notReadyBecause.get();
  }
}
