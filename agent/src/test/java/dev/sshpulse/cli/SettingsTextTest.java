package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed says what holds, and who said so. */
class SettingsTextTest {

  @Test
  void saysOfEverySettingWhereItsValueCameFrom() {
    Properties properties = new Properties();
    properties.setProperty("sshpulse.half-open.after", "1m");
    Map<String, String> environment = Map.of("SSHPULSE_LOG_ENDINGS", "on");
    Settings settings = Settings.read("http.listen=[::1]:0", properties, environment);

    List<String> lines = SettingsText.of(settings).lines().toList();

    assertThat(lines)
        .hasSameSizeAs(Setting.all())
        .contains(
            "http.listen: '[::1]:0'  # agent argument http.listen",
            "half-open.after: 60s  # system property sshpulse.half-open.after",
            "log.endings: true  # environment variable SSHPULSE_LOG_ENDINGS",
            "sidecar.ports: [22]  # default",
            "# config.file: ''  # default");
  }

  @Test
  void isAFileThatSaysTheSame(@TempDir Path directory) throws Exception {
    Settings before =
        arguments(
            "http.listen=off,start.delay=1500ms,sidecar.ports=[22\\,2222],fail-on-error=yes,"
                + "sidecar.sshd-log=/var/log/it's: a # log");
    Path file = Files.writeString(directory.resolve("a.yaml"), SettingsText.of(before));

    Settings again = Settings.ofFile(file.toString(), Map.of());

    assertThat(again.problems()).isEmpty();
    assertThat(Setting.all())
        .allSatisfy(setting -> assertThat(again.text(setting)).isEqualTo(before.text(setting)));
    assertThat(Arrays.toString(again.get(Setting.SIDECAR_PORTS))).isEqualTo("[22, 2222]");
  }

  @Test
  void showsNoPasswordOfAnAddress() {
    Settings settings = arguments("sidecar.agent-url=http://joe:s3cret@127.0.0.1:9922");

    String text = SettingsText.of(settings);

    assertThat(text).contains("http://***@127.0.0.1:9922").doesNotContain("s3cret", "joe");
  }

  @Test
  void showsWhatOpenTelemetryIsToldButNoCredentials() {
    Properties properties = new Properties();
    properties.setProperty("otel.service.name", "gerrit\nx: y");
    properties.setProperty("unrelated", "secret");
    Map<String, String> environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_HEADERS", "authorization=secret",
            "OTEL_EXPORTER_OTLP_ENDPOINT", "https://joe:secret@collector:4318",
            "HOME", "/secret");

    String text = SettingsText.ofOpenTelemetry(properties, environment);

    assertThat(text)
        .isEqualTo(
            """
            # otel.service.name=gerrit?x: y  # system property
            # OTEL_EXPORTER_OTLP_ENDPOINT=https://***@collector:4318  # environment variable
            # OTEL_EXPORTER_OTLP_HEADERS=***  # environment variable
            """);
  }

  private static Settings arguments(String text) {
    return Settings.read(text, new Properties(), Map.of());
  }
}
