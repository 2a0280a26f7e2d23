package dev.sshpulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OtlpSettingsTest {

  private final Map<String, String> environment = new HashMap<>();
  private final Properties properties = new Properties();

  @Test
  void sendsNothingWithoutAnEndpoint() {
    environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");
    environment.put("OTEL_TRACES_EXPORTER", "console");

    OtlpSettings settings = read();

    assertThat(settings.endpoint()).isNull();
    assertThat(settings.refusal()).isNull();
  }

  @Test
  void sendsToTheEndpointOfTracesBeforeTheGeneralOne() {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://general:4318");
    properties.setProperty("otel.exporter.otlp.traces.endpoint", "http://traces:4318/v1/traces");

    assertThat(read().endpoint()).isEqualTo("http://traces:4318/v1/traces");
  }

  @Test
  void takesAPropertyBeforeAVariable() {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://variable:4318");
    properties.setProperty("otel.exporter.otlp.endpoint", "http://property:4318");

    assertThat(read().endpoint()).isEqualTo("http://property:4318");
  }

  @Test
  void staysSilentWhenSwitchedOff() {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");

    environment.put("OTEL_TRACES_EXPORTER", "none");
    assertThat(read().endpoint()).isNull();
    assertThat(read().refusal()).isNull();

    environment.put("OTEL_TRACES_EXPORTER", "otlp");
    environment.put("OTEL_SDK_DISABLED", "TRUE");
    assertThat(read().endpoint()).isNull();
    assertThat(read().refusal()).isNull();
  }

  @Test
  void refusesGrpcAndSaysWhatToSet() {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317");
    environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc");

    assertThat(read().endpoint()).isNull();
    assertThat(read().refusal())
        .isEqualTo("grpc is not supported: set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
  }

  @Test
  void namesTheVariableThatAskedForGrpc() {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317");
    environment.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    environment.put("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "grpc");

    assertThat(read().refusal())
        .isEqualTo("grpc is not supported: set OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf");
  }

  @Test
  void refusesTheConsoleForStdoutIsTheApplications() {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");
    environment.put("OTEL_TRACES_EXPORTER", "otlp,console");

    assertThat(read().endpoint()).isNull();
    assertThat(read().refusal())
        .isEqualTo(
            "otlp,console is refused, stdout is the application's: set OTEL_TRACES_EXPORTER=otlp");
  }

  @Test
  void refusesAnExporterThatIsNotHere() {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");
    environment.put("OTEL_TRACES_EXPORTER", "zipkin");

    assertThat(read().refusal())
        .isEqualTo("zipkin is not supported: set OTEL_TRACES_EXPORTER=otlp");
  }

  @Test
  void leavesTheUsersOtherSettingsToTheSdk() {
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");
    environment.put("OTEL_SERVICE_NAME", "gerrit");
    environment.put("OTEL_METRICS_EXPORTER", "otlp");

    assertThat(read().forSdk())
        .containsEntry("otel.service.name", "gerrit")
        .containsEntry("otel.exporter.otlp.endpoint", "http://collector:4318")
        .containsEntry("otel.metrics.exporter", "none");
  }

  private OtlpSettings read() {
    return OtlpSettings.read(properties, environment);
  }
}
