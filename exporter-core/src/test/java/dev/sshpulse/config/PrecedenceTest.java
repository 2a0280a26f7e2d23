package dev.sshpulse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecedenceTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    // argument, property, variable, file: which holds
    "1s, 2s, 3s, 4s, 1s, agent argument start.delay",
    "1s,   ,   , 4s, 1s, agent argument start.delay",
    "  , 2s, 3s, 4s, 2s, system property sshpulse.start.delay",
    "  , 2s,   ,   , 2s, system property sshpulse.start.delay",
    "  ,   , 3s, 4s, 3s, environment variable SSHPULSE_START_DELAY",
    "  ,   ,   , 4s, 4s, FILE line 2",
    "  ,   ,   ,   , 2s, default",
  })
  void takesTheStrongestSourceThatNamesTheSetting(
      String argument, String property, String variable, String file, String held, String origin)
      throws IOException {
    Path path = folder.resolve("sshpulse.yaml");
    Files.writeString(path, file == null ? "" : "start:\n  delay: " + file + "\n");
    Sources sources = new Sources();
    sources.environment.put("SSHPULSE_CONFIG_FILE", path.toString());
    if (argument != null) {
      sources.agentArguments = "start.delay=" + argument;
    }
    if (property != null) {
      sources.systemProperties.setProperty("sshpulse.start.delay", property);
    }
    if (variable != null) {
      sources.environment.put("SSHPULSE_START_DELAY", variable);
    }

    Settings settings = sources.read();

    assertThat(settings.get(Setting.START_DELAY)).isEqualTo(Duration.parse("PT" + held));
    assertThat(settings.origin(Setting.START_DELAY))
        .isEqualTo(origin.replace("FILE", path.toString()));
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void holdsTheDefaultsWhereNothingIsSet() {
    Settings settings = Settings.read(null, new Properties(), Map.of());

    assertThat(settings.get(Setting.ENABLED)).isTrue();
    assertThat(settings.get(Setting.CONFIG_FILE)).isEmpty();
    assertThat(settings.get(Setting.HTTP_LISTEN)).hasToString("127.0.0.1:9922");
    assertThat(settings.get(Setting.START_DELAY)).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.get(Setting.HOOKS_JDK_ENABLED)).isTrue();
    assertThat(settings.get(Setting.FAIL_ON_ERROR)).isFalse();
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void readsEverySettingFromEverySourceItMayStandIn() throws IOException {
    for (Setting<?> setting : Setting.all()) {
      String value = setting == Setting.CONFIG_FILE ? "" : setting.defaultText();
      String argument = setting.key() + "=" + value;
      String line = setting == Setting.CONFIG_FILE ? "" : setting.key() + ": " + value;

      assertThat(Sources.arguments(argument).origin(setting)).startsWith("agent argument");
      assertThat(Sources.systemProperty(setting.systemProperty(), value).origin(setting))
          .startsWith("system property");
      assertThat(Sources.environmentVariable(setting.environmentVariable(), value).problems())
          .isEmpty();
      assertThat(Sources.file(folder.resolve("all.yaml"), line).problems()).isEmpty();
    }
  }

  @Test
  void doesNotGiveWayToAWeakerSourceWhenAValueIsBad() {
    Sources sources = new Sources();
    sources.agentArguments = "start.delay=soon";
    sources.environment.put("SSHPULSE_START_DELAY", "7s");

    Settings settings = sources.read();

    assertThat(settings.get(Setting.START_DELAY)).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.origin(Setting.START_DELAY)).isEqualTo("default");
    assertThat(settings.problems()).hasSize(1);
  }

  @Test
  void readsNoFileWhenSwitchedOffBefore() {
    Sources sources = new Sources();
    sources.agentArguments = "enabled=false";
    sources.environment.put("SSHPULSE_CONFIG_FILE", folder.toString());

    Settings settings = sources.read();

    assertThat(settings.get(Setting.ENABLED)).isFalse();
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void canBeSwitchedOffInTheFile() throws IOException {
    Settings settings = Sources.file(folder.resolve("off.yaml"), "enabled: false\n");

    assertThat(settings.get(Setting.ENABLED)).isFalse();
  }
}
