package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingWordsTest {

  @Test
  void keepsWhatAgentArgumentsWouldTakeApart() {
    SettingWords words = new SettingWords(List.of("sidecar.ports=[22,2222]", "log.endings=on"));

    assertThat(words).hasToString("sidecar.ports=[22\\,2222],log.endings=on");
    assertThat(words.read(Map.of()).problems()).isEmpty();
  }

  @Test
  void takesAPathFromWhereItIsTyped() {
    SettingWords words = new SettingWords(List.of("config.file=a.yaml"));

    assertThat(words).hasToString("config.file=" + Path.of("a.yaml").toAbsolutePath());
  }

  @Test
  void objectsToWhatIsTypedAndNotToTheEnvironmentOfTheJvm() {
    SettingWords words = new SettingWords(List.of("http.listen"));

    assertThat(words.read(Map.of("SSHPULSE_NOPE", "1")).problems())
        .singleElement()
        .asString()
        .contains("key=value is expected");
  }
}
