package dev.sshpulse.cli.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9922, http://127.0.0.1:9922, :9922",
    "http://127.0.0.1:9922/metrics, http://127.0.0.1:9922, :9922",
    "https://example.org/, https://example.org, example.org",
    "10.0.0.7:9922, http://10.0.0.7:9922, 10.0.0.7:9922",
    "https://proxy/agents/one/metrics, https://proxy/agents/one, proxy"
  })
  void takesAPlaceAsPeoplePasteIt(String pasted, String url, String place) throws Exception {
    assertThat(Target.isPlace(pasted)).isTrue();

    assertThat(Target.at(pasted).url()).hasToString(url);
    assertThat(Target.at(pasted).place()).isEqualTo(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4711", "gerrit.*war", "com.example.Main"})
  void takesAnythingElseForAProcess(String argument) {
    assertThat(Target.isPlace(argument)).isFalse();
  }

  @Test
  void saysWhatWouldBeAPlace() {
    assertThatThrownBy(() -> Target.at("ftp://example.org"))
        .isInstanceOf(AgentFailure.class)
        .hasMessageContainingAll("ftp://example.org", "http://127.0.0.1:9922");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9922, true",
    "http://localhost:9922, true",
    "http://[::1]:9922, true",
    "http://127.example.org:9922, false",
    "http://10.0.0.7:9922, false"
  })
  void knowsLoopback(String url, boolean loopback) throws Exception {
    assertThat(Target.at(url).isLoopback()).isEqualTo(loopback);
  }
}
