package dev.sshpulse.telemetry;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Whether spans leave this process, read from OpenTelemetry's own settings without loading a class
 * of OpenTelemetry.
 */
final class OtlpSettings {

  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String TRACES_ENDPOINT = "otel.exporter.otlp.traces.endpoint";
  private static final String PROTOCOL = "otel.exporter.otlp.protocol";
  private static final String TRACES_PROTOCOL = "otel.exporter.otlp.traces.protocol";
  private static final String EXPORTER = "otel.traces.exporter";
  private static final String DISABLED = "otel.sdk.disabled";
  private static final String SPOKEN = "http/protobuf";

  private final Map<String, String> settings;

  private OtlpSettings(Map<String, String> settings) {
    this.settings = settings;
  }

  /**
   * The settings named {@code otel.*}; a property wins over a variable, as in the SDK.
   *
   * @param environment variables such as {@code OTEL_EXPORTER_OTLP_ENDPOINT}
   */
  static OtlpSettings read(Properties properties, Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (variable.getKey().startsWith("OTEL_")) {
        settings.put(propertyName(variable.getKey()), variable.getValue());
      }
    }
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith("otel.")) {
        settings.put(name, properties.getProperty(name));
      }
    }
    return new OtlpSettings(settings);
  }

  /**
   * What the SDK is configured with: the user's settings, and what sshpulse does not leave open.
   */
  Map<String, String> forSdk() {
    Map<String, String> forSdk = new HashMap<>(settings);
    forSdk.put(EXPORTER, "otlp");
    forSdk.put(TRACES_PROTOCOL, SPOKEN);
    forSdk.put("otel.metrics.exporter", "none");
    forSdk.put("otel.logs.exporter", "none");
    // Nothing is propagated here, and the application's propagators are not in our class loader.
    forSdk.put("otel.propagators", "none");
    return forSdk;
  }

  /** Where spans go, as the user wrote it; null where none do. */
  @Nullable String endpoint() {
    return refusal() != null || switchedOff() ? null : configuredEndpoint();
  }

  /** Whether the user wants no spans. */
  boolean switchedOff() {
    return exporter().equals("none") || value(DISABLED).equalsIgnoreCase("true");
  }

  /** Why an endpoint is configured and yet not used, with what to do; null where it is used. */
  @Nullable String refusal() {
    if (configuredEndpoint() == null || exporter().equals("none")) {
      return null;
    }
    if (exporter().contains("console") || exporter().contains("logging")) {
      return exporter() + " is refused, stdout is the application's: set OTEL_TRACES_EXPORTER=otlp";
    }
    if (!exporter().equals("otlp")) {
      return exporter() + " is not supported: set OTEL_TRACES_EXPORTER=otlp";
    }
    return protocolRefusal();
  }

  private @Nullable String protocolRefusal() {
    String key = value(TRACES_PROTOCOL).isEmpty() ? PROTOCOL : TRACES_PROTOCOL;
    String protocol = value(key);
    if (protocol.isEmpty() || protocol.equals(SPOKEN)) {
      return null;
    }
    return protocol + " is not supported: set " + variableName(key) + "=" + SPOKEN;
  }

  private @Nullable String configuredEndpoint() {
    String endpoint = value(TRACES_ENDPOINT);
    if (endpoint.isEmpty()) {
      endpoint = value(ENDPOINT);
    }
    return endpoint.isEmpty() ? null : endpoint;
  }

  private String exporter() {
    String exporter = value(EXPORTER);
    return exporter.isEmpty() ? "otlp" : exporter;
  }

  private String value(String name) {
    return settings.getOrDefault(name, "").trim();
  }

  private static String propertyName(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private static String variableName(String property) {
    return property.toUpperCase(Locale.ROOT).replace('.', '_');
  }
}
