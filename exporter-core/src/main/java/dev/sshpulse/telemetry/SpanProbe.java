package dev.sshpulse.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One span on its way to an endpoint, and what came of it. */
final class SpanProbe implements SpanExporter {

  private static final String NAME = "sshpulse send-test-span";

  private final SpanExporter exporter;
  private volatile @Nullable CompletableResultCode result;

  private SpanProbe(SpanExporter exporter) {
    this.exporter = exporter;
  }

  /**
   * Sends it.
   *
   * @param endpoint for people
   * @throws RuntimeException when the SDK refuses a setting
   */
  static SpanTrial send(OtlpSettings settings, String endpoint) {
    SpanProbe[] probe = new SpanProbe[1];
    OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesCustomizer(unused -> once(settings))
            .addSpanExporterCustomizer((exporter, unused) -> probe[0] = new SpanProbe(exporter))
            .build()
            .getOpenTelemetrySdk();
    Span span = sdk.getTracer(SpanExport.SCOPE).spanBuilder(NAME).setNoParent().startSpan();
    span.end();
    sdk.shutdown().join(1, TimeUnit.MINUTES);
    return probe[0].outcome(endpoint, span.getSpanContext().getTraceId());
  }

  /** A person waits. */
  private static Map<String, String> once(OtlpSettings settings) {
    Map<String, String> once = new HashMap<>(settings.forSdk());
    once.put("otel.traces.sampler", "always_on");
    once.put("otel.java.exporter.otlp.retry.disabled", "true");
    return once;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode sent = exporter.export(spans);
    result = sent;
    return sent;
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  private SpanTrial outcome(String endpoint, String traceId) {
    CompletableResultCode sent = result;
    if (sent != null && sent.isSuccess()) {
      return new SpanTrial(true, endpoint + " took the span \"" + NAME + "\", trace " + traceId);
    }
    Throwable failure = sent == null ? null : sent.getFailureThrowable();
    return new SpanTrial(false, endpoint + " took no span: " + reason(failure));
  }

  private static String reason(@Nullable Throwable failure) {
    if (failure instanceof HttpExportException refused) {
      HttpResponse answer = refused.getResponse();
      return answer == null ? trouble(refused.getCause()) : refusal(answer);
    }
    return "it was not sent within a minute";
  }

  private static String refusal(HttpResponse answer) {
    String status = (answer.getStatusCode() + " " + answer.getStatusMessage()).trim();
    return "it answered " + status + advice(answer.getStatusCode());
  }

  private static String advice(int status) {
    return switch (status) {
      case 401, 403 -> ": give the credentials it wants in OTEL_EXPORTER_OTLP_HEADERS";
      case 404, 405 ->
          ": to OTEL_EXPORTER_OTLP_ENDPOINT the path /v1/traces is added,"
              + " OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is taken as it is";
      case 415 -> ": it does not take OTLP over http/protobuf";
      default -> "";
    };
  }

  private static String trouble(@Nullable Throwable cause) {
    String what = SpanStart.oneLine(cause == null ? new IllegalStateException() : cause);
    if (cause instanceof ConnectException) {
      return what + ": nothing listens there; OTLP over HTTP is usually on port 4318";
    }
    if (cause instanceof UnknownHostException) {
      return what + ": is the name right?";
    }
    if (cause instanceof SSLException) {
      return "TLS failed: "
          + what
          + "; a certificate of your own goes into OTEL_EXPORTER_OTLP_CERTIFICATE, and an endpoint"
          + " without TLS begins with http://";
    }
    return cause instanceof SocketTimeoutException
        ? what + ": does anything there speak HTTP? OTEL_EXPORTER_OTLP_TIMEOUT allows more"
        : what;
  }
}
