package dev.sshpulse.telemetry;

import java.util.Map;
import java.util.Properties;

/**
 * Whether an OTLP endpoint takes spans, found out by sending one.
 *
 * @param taken whether it did
 * @param sentence what came of it, and what to do where it did not
 */
public record SpanTrial(boolean taken, String sentence) {

  /**
   * Sends one span, sampled whatever the sampler, and does not try again.
   *
   * @param properties those named {@code otel.*} say where and how
   * @param environment likewise, as {@code OTEL_*}; a property wins
   */
  public static SpanTrial run(Properties properties, Map<String, String> environment) {
    OtlpSettings settings = OtlpSettings.read(properties, environment);
    String endpoint = settings.endpoint();
    if (endpoint == null) {
      return new SpanTrial(false, whyNone(settings));
    }
    try {
      return SpanProbe.send(settings, SpanStart.withoutCredentials(endpoint));
    } catch (RuntimeException | LinkageError e) {
      return new SpanTrial(false, "OpenTelemetry refuses its settings: " + SpanStart.oneLine(e));
    }
  }

  private static String whyNone(OtlpSettings settings) {
    String refusal = settings.refusal();
    if (refusal != null) {
      return refusal;
    }
    return settings.switchedOff()
        ? "spans are switched off: unset OTEL_SDK_DISABLED and OTEL_TRACES_EXPORTER=none"
        : "no endpoint is configured: set OTEL_EXPORTER_OTLP_ENDPOINT, as in http://127.0.0.1:4318";
  }
}
