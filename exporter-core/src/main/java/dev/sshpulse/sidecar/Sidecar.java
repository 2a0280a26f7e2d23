package dev.sshpulse.sidecar;

import dev.sshpulse.config.ListenAddress;
import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.diagnosis.PathTimeouts;
import dev.sshpulse.diagnosis.SilentDeaths;
import dev.sshpulse.http.Exporter;
import dev.sshpulse.http.Listening;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.model.SshListener;
import dev.sshpulse.telemetry.Build;
import dev.sshpulse.telemetry.EndingLog;
import dev.sshpulse.telemetry.HostObservations;
import dev.sshpulse.telemetry.Observations;
import dev.sshpulse.telemetry.RecentEndings;
import dev.sshpulse.telemetry.Telemetry;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The host's view, from its sources to its exporter, on one page. */
public final class Sidecar implements AutoCloseable {
  private static final Duration PATHS_REMEMBERED = Duration.ofHours(24);
  private static final int MOST_NETWORKS = 256;
  private static final Duration FLUSH_WITHIN = Duration.ofSeconds(2);

  private final Faults faults = new Faults();
  private final Clocks clocks = new Clocks();
  private final PathTimeouts paths = new PathTimeouts(PATHS_REMEMBERED, MOST_NETWORKS);
  private final RecentEndings recent = new RecentEndings();
  private final Tally tally = new Tally();
  private final SshdMemory words = new SshdMemory();
  private final Sources sources;
  private final Now now;
  private final Telemetry telemetry;
  private final HostView host;
  private final Looks looks;
  private final Exporter exporter;

  /**
   * Looks for the first time, listens, and goes on looking on a thread of its own.
   *
   * @param libraries the directory where JNA's native library may lie ready; null: nowhere
   * @param say takes a line when something changes that a person should know
   * @throws IOException if nothing can be listened on; the message says where and why
   * @throws IllegalArgumentException for a setting that cannot be followed, naming it
   */
  public static Sidecar start(
      Settings settings, Build build, @Nullable File libraries, Consumer<String> say)
      throws IOException {
    return new Sidecar(settings, build, libraries, say);
  }

  private Sidecar(Settings settings, Build build, @Nullable File libraries, Consumer<String> say)
      throws IOException {
    Set<Integer> ports = ports(settings);
    sources = new Sources(settings, ports, libraries, faults);
    now = new Now(tally, settings.get(Setting.HALF_OPEN_AFTER).toMillis());
    telemetry = Telemetry.open(build, observations());
    tally.tellRoundTrips(telemetry::roundTrip);
    host =
        new HostView(
            sources,
            words,
            connections(settings, ports, say),
            now,
            judge(settings),
            this::pathTimeout,
            new SourceReport(say));
    looks = new Looks(host, faults, clocks::millis);
    looks.refresh();
    exporter = listen(settings, build.version(), say);
    telemetry.webConfig(exporter.lastReloadSuccessful());
    sources.skip(exporter.address().getPort());
    telemetry.started(Duration.ofMillis(clocks.millis()));
    daemon(looks, "sshpulse-look").start();
  }

  private static Set<Integer> ports(Settings settings) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (int port : settings.get(Setting.SIDECAR_PORTS)) {
      ports.add(port);
    }
    return ports;
  }

  private Observations observations() {
    HostObservations ofTheHost =
        new HostObservations(
            now,
            sources.log == null ? null : words,
            sources::logKnown,
            sources.figures,
            sources::statuses);
    return new Observations(
        tally, null, now, this::pathTimeout, faults, List::of, now::readable, ofTheHost);
  }

  private @Nullable PathTimeout pathTimeout() {
    return paths.shortest(clocks.millis());
  }

  private HostConnections connections(Settings settings, Set<Integer> ports, Consumer<String> say) {
    List<SshListener> audience = new ArrayList<>(telemetry.listeners());
    SilentDeaths silences = new SilentDeaths(paths, clocks::millis);
    audience.add(recent);
    if (settings.get(Setting.LOG_ENDINGS)) {
      audience.add(new EndingLog(clocks::millis, say));
    }
    return new HostConnections(
        sources.neighbour,
        ports,
        words,
        sources.log != null,
        paths,
        settings.get(Setting.HALF_OPEN_AFTER),
        tally,
        new Told(audience, silences, faults, clocks::instant));
  }

  private Judge judge(Settings settings) {
    return new Judge(
        sources.figures::keepAlive,
        sources.sshd::heartbeat,
        settings.get(Setting.PROTECTION_WITHIN).toMillis());
  }

  private Exporter listen(Settings settings, String version, Consumer<String> say)
      throws IOException {
    ListenAddress listen = address(settings);
    if (listen.off()) {
      throw new IOException(
          "http.listen is off"
              + (listen.reason().isEmpty() ? "" : ": " + listen.reason())
              + ". A sidecar that nobody can ask has no use: give it host:port");
    }
    SidecarView view =
        new SidecarView(
            telemetry,
            looks,
            host,
            sources,
            recent,
            this::pathTimeout,
            settings.get(Setting.HALF_OPEN_AFTER),
            version);
    try {
      Listening where =
          new Listening(
              listen.host(), listen.port(), true, settings.get(Setting.HTTP_WEB_CONFIG), say);
      return Exporter.start(where, view, work -> daemon(work, "sshpulse-http"), faults);
    } catch (IOException e) {
      telemetry.close(FLUSH_WITHIN);
      sources.close();
      if (e.getCause() == null && !(e instanceof UnknownHostException)) {
        throw e; // of the web-config, and says what to do
      }
      // Prometheus would go on asking whoever has the port.
      throw new IOException(
          e.getMessage() + ". Stop whoever listens there, or set http.listen to another host:port",
          e);
    }
  }

  /** The agent next door has the other port. */
  private static ListenAddress address(Settings settings) {
    return settings.isDefault(Setting.HTTP_LISTEN)
        ? ListenAddress.OF_THE_SIDECAR
        : settings.get(Setting.HTTP_LISTEN);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return exporter.address();
  }

  /** Where its metrics are. */
  public String url() {
    return exporter.url() + "/metrics";
  }

  /** How its sources fare. */
  public List<SourceStatus> sources() {
    return sources.statuses();
  }

  /** One phrase: {@code otlp http://…}, or {@code otlp off} and why. */
  public String otlp() {
    return telemetry.otlp();
  }

  /** Sends the spans that wait, and keeps how far the log was read. */
  @Override
  public void close() {
    looks.stop();
    exporter.close();
    telemetry.close(FLUSH_WITHIN);
    sources.close();
  }
}
