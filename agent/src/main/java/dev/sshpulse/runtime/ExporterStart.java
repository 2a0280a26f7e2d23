package dev.sshpulse.runtime;

import dev.sshpulse.config.ListenAddress;
import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.PulseClock;
import dev.sshpulse.connections.Watch;
import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.diagnosis.PathTimeouts;
import dev.sshpulse.diagnosis.SilentDeaths;
import dev.sshpulse.host.TcpTable;
import dev.sshpulse.http.Exported;
import dev.sshpulse.http.Exporter;
import dev.sshpulse.http.Listening;
import dev.sshpulse.logging.Logger;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.SshListener;
import dev.sshpulse.telemetry.Build;
import dev.sshpulse.telemetry.EndingLog;
import dev.sshpulse.telemetry.Observations;
import dev.sshpulse.telemetry.RecentEndings;
import dev.sshpulse.telemetry.Telemetry;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds telemetry and the exporter, and prints the one line. Runs once, on a thread of its own,
 * when the application has used a socket or the delay is over: by then its main has set what it
 * wants to set.
 */
final class ExporterStart implements Runnable {
  private static final File KERNEL_TABLES = new File("/proc/self/net");
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration PATHS_REMEMBERED = Duration.ofHours(24);
  private static final int MOST_NETWORKS = 256;

  private final Settings settings;
  private final PulseClock clock;
  private final Connections connections;
  private final Faults faults;
  private final HookReport hooks;
  private @Nullable Watch watch;
  private @Nullable Telemetry telemetry;
  private @Nullable FlushAtExit flush;
  private @Nullable Exporter exporter;

  ExporterStart(
      Settings settings,
      PulseClock clock,
      Connections connections,
      Faults faults,
      HookReport hooks) {
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
      connections.nobodyListens(); // what was kept for them may go
      // Not by StandardError: where the jar was overwritten, no class of ours can be loaded.
      System.err.println("sshpulse: the exporter cannot start: " + t);
      System.setProperty(Whereabouts.FAILURE, "the exporter cannot start: " + t);
    }
  }

  private void start() {
    Logger.countWarnings(faults);
    Release release = Release.read();
    PathTimeouts paths = new PathTimeouts(PATHS_REMEMBERED, MOST_NETWORKS);
    Watch watch = watch(paths);
    Supplier<@Nullable PathTimeout> pathTimeout = () -> paths.shortest(clock.millis());
    Telemetry telemetry = telemetry(release, watch, pathTimeout);
    this.telemetry = telemetry;
    RecentEndings recent = new RecentEndings();
    SilentDeaths deaths = new SilentDeaths(paths, clock::millis);
    tell(telemetry, Audience.of(telemetry, deaths, recent, endingLog()));
    Exported exported =
        Scraped.of(
            telemetry,
            connections,
            watch,
            recent,
            pathTimeout,
            settings.get(Setting.HALF_OPEN_AFTER),
            release.version(),
            hooks,
            this::notReadyBecause);
    String http = http(exported, telemetry);
    telemetry.started(Duration.ofMillis(clock.millis()));
    String line =
        Banner.of(release.version(), http, telemetry.otlp(), hooks.all(), settings.ignored());
    StandardError.line(line);
    Whereabouts.line(line);
  }

  /** Closes the port; for a thread that knows {@link #run} to be over, or never to come. */
  void closePort() {
    if (exporter != null) {
      exporter.close();
    }
  }

  /** Lets those who listen hear of what has happened, and sends the spans that wait. */
  void endTelling() throws InterruptedException {
    connections.awaitTold(PATIENCE);
    connections.endTelling();
    if (watch != null) {
      watch.end();
    }
    if (telemetry != null) {
      telemetry.close(PATIENCE);
    }
    if (flush != null) {
      flush.withdraw();
    }
    FlightRecorderEvents.withdraw();
  }

  private Watch watch(PathTimeouts paths) {
    Watch watch =
        new Watch(
            connections,
            clock,
            faults,
            new TcpTable(KERNEL_TABLES),
            paths,
            settings.get(Setting.HALF_OPEN_AFTER),
            settings.get(Setting.PROTECTION_WITHIN));
    OwnThreads.daemon(watch, "sshpulse-watch").start();
    this.watch = watch;
    return watch;
  }

  private Telemetry telemetry(
      Release release, Watch watch, Supplier<@Nullable PathTimeout> pathTimeout) {
    Observations seen =
        new Observations(
            connections,
            connections.libraryCounts(),
            watch.counts(),
            pathTimeout,
            faults,
            hooks::all,
            this::observing,
            null);
    return Telemetry.open(
        new Build(release.version(), release.revision(), System.getProperty("java.version", "")),
        seen);
  }

  private void tell(Telemetry telemetry, List<SshListener> audience) {
    if (telemetry.makesSpans()) {
      flush = FlushAtExit.register(telemetry, connections, faults);
    }
    OwnThreads.daemon(connections.telling(audience), "sshpulse-tell").start();
  }

  private @Nullable EndingLog endingLog() {
    return settings.get(Setting.LOG_ENDINGS)
        ? new EndingLog(clock::millis, StandardError::line)
        : null;
  }

  private String http(Exported exported, Telemetry telemetry) {
    ListenAddress listen = settings.get(Setting.HTTP_LISTEN);
    if (listen.off()) {
      Whereabouts.off(listen.reason());
      return Banner.off(listen.reason());
    }
    try {
      Listening where =
          new Listening(
              listen.host(),
              listen.port(),
              false,
              settings.get(Setting.HTTP_WEB_CONFIG),
              StandardError::line);
      Exporter exporter =
          Exporter.start(where, exported, work -> OwnThreads.daemon(work, "sshpulse-http"), faults);
      this.exporter = exporter;
      telemetry.webConfig(exporter.lastReloadSuccessful());
      Whereabouts.at(exporter.url());
      return exporter.url() + "/metrics";
    } catch (IOException e) {
      Whereabouts.off(String.valueOf(e.getMessage()));
      return Banner.off(String.valueOf(e.getMessage()));
    }
  }

  private boolean observing() {
    return hooks.all().get(0).status() == HookStatus.Status.MATCHED;
  }

  private @Nullable String notReadyBecause() {
    HookStatus jdk = hooks.all().get(0);
    return observing()
        ? null
        : "hooks are not in: jdk " + jdk.status().label() + ", " + jdk.reason();
  }
}
