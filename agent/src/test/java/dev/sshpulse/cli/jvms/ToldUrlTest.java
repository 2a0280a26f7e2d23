package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anybody may start a JVM that tells anything. */
class ToldUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9922",
        "https://127.0.0.1:9922",
        "http://localhost:9922",
        "http://[::1]:9922",
        "http://0.0.0.0:9922",
        "off",
        "off: http.listen is off"
      })
  void takesWhatIsOfThisHost(String told) {
    assertThat(ToldUrl.judge(told)).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a b",
        "http://192.0.2.1:9922",
        "http://127.example.org:9922",
        "http://ann@127.0.0.1:9922",
        "http://localhost.example.org:9922",
        "file:///etc/passwd",
        "http:",
        ""
      })
  void asksNobodyElse(String told) {
    assertThat(ToldUrl.judge(told)).startsWith("off: it tells '" + told + "'");
  }
}
