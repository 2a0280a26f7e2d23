package dev.sshpulse.runtime;

import dev.sshpulse.config.ListenAddress;
import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.PulseClock;
import dev.sshpulse.http.Exporter;
import dev.sshpulse.logging.Logger;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.SshListener;
import dev.sshpulse.telemetry.Build;
import dev.sshpulse.telemetry.Observations;
import dev.sshpulse.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds telemetry and the exporter, and prints the one line. Runs once, on a thread of its own,
 * when the application has used a socket or the delay is over: by then its main has set what it
 * wants to set.
 */
final class ExporterStart implements Runnable {
  private final Settings settings;
  private final PulseClock clock;
  private final Connections connections;
  private final Faults faults;
  private final List<HookStatus> hooks;

  ExporterStart(
      Settings settings,
      PulseClock clock,
      Connections connections,
      Faults faults,
      List<HookStatus> hooks) {
    this.settings = settings;
    this.clock = clock;
    this.connections = connections;
    this.faults = faults;
    this.hooks = hooks;
  }

  @Override
  public void run() {
    try {
      start();
    } catch (Throwable t) {
      faults.swallowed(Faults.Where.RUNTIME);
      connections.nobodyListens(); // will come: what was kept for them may go
      // Not by StandardError: where the jar was overwritten, no class of ours can be loaded.
      System.err.println("sshpulse: the exporter cannot start: " + t);
    }
  }

  private void start() {
    Logger.countWarnings(faults);
    Release release = Release.read();
    Observations seen = new Observations(connections, faults, () -> hooks, this::observing);
    Telemetry telemetry =
        Telemetry.open(
            new Build(
                release.version(), release.revision(), System.getProperty("java.version", "")),
            seen);
    listenForSpans(telemetry);
    String http = http(telemetry, release);
    telemetry.started(Duration.ofMillis(clock.millis()));
    StandardError.line(
        Banner.of(release.version(), http, telemetry.otlp(), hooks, settings.ignored()));
  }

  private void listenForSpans(Telemetry telemetry) {
    SshListener spans = telemetry.spans();
    if (spans == null) {
      connections.nobodyListens();
    } else {
      OwnThreads.daemon(connections.telling(List.of(spans)), "sshpulse-tell").start();
      FlushAtExit.register(telemetry, connections, faults);
    }
  }

  private String http(Telemetry telemetry, Release release) {
    ListenAddress listen = settings.get(Setting.HTTP_LISTEN);
    if (listen.off()) {
      return Banner.off(listen.reason());
    }
    try {
      Exporter exporter =
          Exporter.start(
              listen.host(),
              listen.port(),
              Scraped.of(telemetry, connections, release.version(), this::notReadyBecause),
              work -> OwnThreads.daemon(work, "sshpulse-http"),
              faults);
      return Banner.at(exporter.address());
    } catch (IOException e) {
      return Banner.off(String.valueOf(e.getMessage()));
    }
  }

  private boolean observing() {
    return hooks.get(0).status() == HookStatus.Status.MATCHED;
  }

  private @Nullable String notReadyBecause() {
    HookStatus jdk = hooks.get(0);
    return observing()
        ? null
        : "hooks are not in: jdk " + jdk.status().label() + ", " + jdk.reason();
  }
}
