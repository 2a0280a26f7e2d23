package dev.sshpulse.telemetry;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The OpenTelemetry SDK, configured by its own settings, with batches over OTLP. Never loaded while
 * no endpoint is configured.
 */
final class SpanExport {

  static final String SCOPE = "dev.sshpulse";
  private static final String QUEUE_SIZE = "otel.bsp.max.queue.size";
  private static final int DEFAULT_QUEUE_SIZE = 2048;

  /** Connections open at a time whose first span is remembered: 30 MB at most. */
  private static final int MOST_OPEN = 100_000;

  private final AtomicInteger waiting = new AtomicInteger();
  private final SpanTotals totals;
  private final OpenTelemetrySdk sdk;

  /**
   * Connects to nothing yet.
   *
   * @throws RuntimeException when the SDK refuses a setting; the message names it
   */
  SpanExport(OtlpSettings settings, SpanTotals totals) {
    this.totals = totals;
    this.sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesCustomizer(unused -> settings.forSdk())
            .addSpanExporterCustomizer(this::counted)
            .addSpanProcessorCustomizer(this::bounded)
            .build()
            .getOpenTelemetrySdk();
  }

  SshSpans listener() {
    return new SshSpans(sdk.getTracer(SCOPE), MOST_OPEN, totals);
  }

  /** Sends what waits, for at most {@code timeout}. */
  void close(Duration timeout) {
    sdk.shutdown().join(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private SpanExporter counted(SpanExporter exporter, ConfigProperties unused) {
    return new CountedExporter(exporter, waiting, totals);
  }

  private SpanProcessor bounded(SpanProcessor batches, ConfigProperties config) {
    return new SpanQueue(batches, config.getInt(QUEUE_SIZE, DEFAULT_QUEUE_SIZE), waiting, totals);
  }
}
