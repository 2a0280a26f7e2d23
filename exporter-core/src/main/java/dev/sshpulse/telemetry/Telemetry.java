package dev.sshpulse.telemetry;

import dev.sshpulse.model.Faults;
import dev.sshpulse.model.SshListener;
import io.micrometer.common.util.internal.logging.InternalLoggerFactory;
import io.micrometer.common.util.internal.logging.JdkLoggerFactory;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds metrics and, where an OTLP endpoint is configured, spans; closes both.
 *
 * <p>Costs tens of milliseconds to build: not for an application's thread.
 */
public final class Telemetry {

  private static final double NANOS_PER_SECOND = 1e9;

  private final Observations seen;
  private final PrometheusMeterRegistry registry;
  private final SshMetrics metrics;
  private final List<SshListener> listeners;
  private final @Nullable SpanExport export;
  private final String otlp;
  private double lastScrapeSeconds = Double.NaN;

  /** Reads OpenTelemetry's settings from this JVM's properties and environment. */
  public static Telemetry open(Build build, Observations seen) {
    return open(build, seen, System.getProperties(), System.getenv());
  }

  /**
   * Reads OpenTelemetry's settings from what is given.
   *
   * @param properties those named {@code otel.*} configure spans
   * @param environment likewise, as {@code OTEL_*}; a property wins
   */
  public static Telemetry open(
      Build build, Observations seen, Properties properties, Map<String, String> environment) {
    // Named, so that it does not look for SLF4J; packaging puts a counter in the place of the
    // JDK's.
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    return new Telemetry(build, seen, OtlpSettings.read(properties, environment));
  }

  private Telemetry(Build build, Observations seen, OtlpSettings settings) {
    this.seen = seen;
    TracedRegistry prometheus = new TracedRegistry();
    this.registry = new PrometheusMeterRegistry(new QuietConfig(), prometheus, Clock.SYSTEM);
    this.metrics = new SshMetrics(registry, build, seen);
    SpanStart start = SpanStart.of(settings, new SpanTotals(seen.faults()));
    this.export = start.export();
    this.listeners = listeners(export, prometheus, seen.libraries() != null);
    this.otlp = start.summary();
    if (export != null) {
      metrics.spans(start.totals());
    }
  }

  /** Spans first: figures point to them. */
  private static List<SshListener> listeners(
      @Nullable SpanExport export, TracedRegistry prometheus, boolean libraries) {
    if (export == null) {
      return List.of(new SshHistograms(prometheus, SpanOf.NONE, libraries));
    }
    SshSpans spans = export.listener();
    return List.of(spans, new SshHistograms(prometheus, spans, libraries));
  }

  /**
   * All metrics, read now.
   *
   * @param contentType OpenMetrics 1.0.0 when it names {@code application/openmetrics-text},
   *     Prometheus' text format 0.0.4 otherwise
   */
  public synchronized String scrape(String contentType) {
    long from = System.nanoTime();
    metrics.refresh();
    String text = registry.scrape(contentType);
    scrapeTook(System.nanoTime() - from);
    return text;
  }

  private void scrapeTook(long nanos) {
    boolean first = Double.isNaN(lastScrapeSeconds);
    lastScrapeSeconds = nanos / NANOS_PER_SECOND;
    if (first) {
      metrics.gauge(Meters.SCRAPE_DURATION, this::lastScrapeSeconds);
    }
  }

  /** Read within {@link #scrape} only. */
  private double lastScrapeSeconds() {
    return lastScrapeSeconds;
  }

  /** The exporter is ready, {@code since} after sshpulse was started. Call once. */
  public void started(Duration since) {
    double seconds = since.toNanos() / NANOS_PER_SECOND;
    metrics.gauge(Meters.START_DURATION, () -> seconds);
  }

  /**
   * Whether the web-config as it is now is what holds.
   *
   * @param followed null where there is none, and then there is no such metric
   */
  public void webConfig(@Nullable BooleanSupplier followed) {
    if (followed != null) {
      metrics.gauge(
          Meters.CONFIG_LAST_RELOAD_SUCCESSFUL, () -> followed.getAsBoolean() ? 1.0 : 0.0);
    }
  }

  /** TCP has measured a round trip of one connection; told by the sidecar. */
  public void roundTrip(Duration taken) {
    TcpMetrics tcp = metrics.tcp();
    if (tcp != null) {
      tcp.roundTrip(taken.toNanos() / NANOS_PER_SECOND);
    }
  }

  /** Those who make spans and measure, in the order in which they want to hear. */
  public List<SshListener> listeners() {
    return listeners;
  }

  /** Whether spans are made. */
  public boolean makesSpans() {
    return export != null;
  }

  /** One phrase for the line at start: {@code otlp http://…}, or {@code otlp off} and why. */
  public String otlp() {
    return otlp;
  }

  /** Sends the spans that wait, for at most {@code timeout}; metrics can no longer be read. */
  public void close(Duration timeout) {
    registry.close();
    if (export != null) {
      closeSpans(export, timeout);
    }
  }

  private void closeSpans(SpanExport open, Duration timeout) {
    try {
      open.close(timeout);
    } catch (RuntimeException e) {
      seen.faults().swallowed(Faults.Where.SPANS);
    }
  }
}
