package dev.sshpulse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingTest {

  @Test
  void spellsOneNameAsEachSourceDoes() {
    assertThat(Setting.FAIL_ON_ERROR.key()).isEqualTo("fail-on-error");
    assertThat(Setting.HTTP_LISTEN.systemProperty()).isEqualTo("sshpulse.http.listen");
    assertThat(Setting.HTTP_LISTEN.environmentVariable()).isEqualTo("SSHPULSE_HTTP_LISTEN");
    assertThat(Setting.FAIL_ON_ERROR.environmentVariable()).isEqualTo("SSHPULSE_FAIL_ON_ERROR");
  }

  @Test
  void hasNoTwoSettingsOfOneNameInAnySource() {
    Set<String> names = new HashSet<>();

    for (Setting<?> setting : Setting.all()) {
      assertThat(names.add(setting.environmentVariable())).as(setting.key()).isTrue();
    }

    assertThat(names).hasSize(Setting.all().size());
  }

  @Test
  void explainsEverySettingInOneSentence() {
    for (Setting<?> setting : Setting.all()) {
      assertThat(setting.sentence()).as(setting.key()).isNotBlank().endsWith(".");
    }
  }

  @Test
  void hasNoSettingThatIsAlsoTheBranchOfAnother() {
    for (Setting<?> setting : Setting.all()) {
      assertThat(Setting.hasBelow(setting.key())).as(setting.key()).isFalse();
    }
  }

  @Test
  void hasDefaultsThatCanBeParsed() {
    for (Setting<?> setting : Setting.all()) {
      assertThat(setting.defaultValue()).as(setting.key()).isInstanceOf(setting.type());
    }
  }
}
