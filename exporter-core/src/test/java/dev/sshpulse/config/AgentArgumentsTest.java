package dev.sshpulse.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentArgumentsTest {

  @Test
  void takesSeveralAndTrimsThem() {
    Settings settings = Sources.arguments(" http.listen = [::1]:0 , fail-on-error = true ");

    assertThat(settings.get(Setting.HTTP_LISTEN)).hasToString("[::1]:0");
    assertThat(settings.get(Setting.FAIL_ON_ERROR)).isTrue();
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", ",", " , ,"})
  void takesNone(String text) {
    assertThat(Sources.arguments(text).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'a\\,b', 'a,b'",
    "a\\=b, a=b",
    "a=b, a=b",
    "a\\\\b, a\\b",
    "'a\\\\\\,b', 'a\\,b'",
    "C:\\dir\\x.yaml, C:\\dir\\x.yaml",
    "a\\, a\\",
  })
  void takesLiterallyWhatABackslashPrecedes(String written, String meant) {
    Settings settings = Sources.arguments("config.file=" + written);

    assertThat(settings.get(Setting.CONFIG_FILE)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9922", "enabled", "http.listen\\=off"})
  void namesAKeyWithoutAValue(String text) {
    assertThat(Sources.arguments(text).problems())
        .containsExactly(
            text.replace("\\", "")
                + " (key=value is expected, such as http.listen=127.0.0.1:9922)");
  }

  @Test
  void holdsTheFirstOfTwoOfOneKeyAndNamesTheOther() {
    Settings settings = Sources.arguments("http.listen=off,http.listen=127.0.0.1:1");

    assertThat(settings.get(Setting.HTTP_LISTEN)).hasToString("off");
    assertThat(settings.problems())
        .containsExactly("http.listen=127.0.0.1:1 (given twice, the first holds)");
  }

  @Test
  void takesTheRestWhenOneIsBad() {
    Settings settings = Sources.arguments("nonsense,fail-on-error=true,=,start.delay=x");

    assertThat(settings.get(Setting.FAIL_ON_ERROR)).isTrue();
    assertThat(settings.problems()).hasSize(3);
  }
}
