package dev.sshpulse.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings name, and that it can be switched off. */
class SourcesTest {

  private static String given(String value) {
    Settings settings =
        Settings.ofCommand(null, new Properties(), Map.of("SSHPULSE_SIDECAR_AGENT_URL", value));
    return Sources.given(settings, Setting.SIDECAR_AGENT_URL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "none", "OFF"})
  void canBeSwitchedOffByAnEnvironmentVariable(String value) {
    assertThat(given(value)).isEmpty();
  }

  @Test
  void takesAnythingElseAsItIs() {
    assertThat(given("http://127.0.0.1:9925")).isEqualTo("http://127.0.0.1:9925");
  }
}
