package dev.sshpulse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9922, 127.0.0.1, 9922",
    "localhost:0, localhost, 0",
    "0.0.0.0:65535, 0.0.0.0, 65535",
    "node_1.example-site.org:80, node_1.example-site.org, 80",
    "[::1]:9922, ::1, 9922",
    "[::ffff:10.0.0.1]:9922, ::ffff:10.0.0.1, 9922",
    "[fe80::1%eth0]:9922, fe80::1%eth0, 9922",
  })
  void listensOnAHostAndAPort(String text, String host, int port) {
    ListenAddress address = Sources.arguments("http.listen=" + text).get(Setting.HTTP_LISTEN);

    assertThat(address).isEqualTo(new ListenAddress(false, host, port, ""));
    assertThat(address).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "OFF"})
  void listensNowhereWithoutAReasonWhenAskedTo(String text) {
    Settings settings = Sources.arguments("http.listen=" + text);

    assertThat(settings.get(Setting.HTTP_LISTEN)).isEqualTo(new ListenAddress(true, "", 0, ""));
    assertThat(settings.get(Setting.HTTP_LISTEN)).hasToString("off");
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:99999, a port is 0 to 65535",
    "127.0.0.1:65536, a port is 0 to 65535",
    "127.0.0.1:-1, a port is 0 to 65535",
    "127.0.0.1:+80, a port is 0 to 65535",
    "127.0.0.1:, a port is 0 to 65535",
    "127.0.0.1:http, a port is 0 to 65535",
    "127.0.0.1:٩, a port is 0 to 65535",
    "'', 'host:port such as 127.0.0.1:9922, or off'",
    "9922, 'host:port such as 127.0.0.1:9922, or off'",
    ":9922, 'host:port such as 127.0.0.1:9922, or off'",
    "http://127.0.0.1:9922, 'host:port such as 127.0.0.1:9922, or off'",
    "a host:9922, 'host:port such as 127.0.0.1:9922, or off'",
    "[host]:9922, 'host:port such as 127.0.0.1:9922, or off'",
    "[fe80::1%]:9922, 'host:port such as 127.0.0.1:9922, or off'",
    "::1:9922, 'an IPv6 address stands in brackets, such as [::1]:9922'",
  })
  void listensNowhereAndSaysWhyWhenTheAddressIsUnusable(String text, String why) {
    Settings settings = Sources.arguments("http.listen=" + text);

    ListenAddress address = settings.get(Setting.HTTP_LISTEN);
    assertThat(address).isEqualTo(new ListenAddress(true, "", 0, text + ": " + why));
    assertThat(settings.problems()).containsExactly("http.listen=" + text + " (" + why + ")");
    assertThat(settings.ignored()).isEmpty();
    assertThat(settings.origin(Setting.HTTP_LISTEN)).isEqualTo("agent argument http.listen");
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "0ms, PT0S",
    "500ms, PT0.5S",
    "2s, PT2S",
    "1m, PT1M",
    "36h, PT36H",
    "8760h, PT8760H",
  })
  void waitsForADuration(String text, Duration duration) {
    Settings settings = Sources.arguments("start.delay=" + text);

    assertThat(settings.get(Setting.START_DELAY)).isEqualTo(duration);
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "", "5", "-1s", "1.5s", "2 s", "2S", "s", "٢s", "1s1s"})
  void waitsAsLongAsByDefaultWhenItIsNoDuration(String text) {
    Settings settings = Sources.arguments("start.delay=" + text);

    assertThat(settings.get(Setting.START_DELAY)).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.problems())
        .containsExactly("start.delay=" + text + " (a duration such as 500ms, 2s or 1m)");
    assertThat(settings.ignored()).isEqualTo(settings.problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"8761h", "99999999999h", "99999999999999999999999s"})
  void waitsAtMostAYear(String text) {
    Settings settings = Sources.arguments("start.delay=" + text);

    assertThat(settings.get(Setting.START_DELAY)).isEqualTo(Duration.ofSeconds(2));
    assertThat(settings.problems())
        .containsExactly("start.delay=" + text + " (a duration is at most 8760h)");
  }

  @ParameterizedTest
  @CsvSource({
    "true, true", "TRUE, true", "on, true", "yes, true", "1, true",
    "false, false", "False, false", "off, false", "no, false", "0, false",
  })
  void isSwitchedWithAnyOfTheUsualWords(String text, boolean enabled) {
    Settings settings = Sources.environmentVariable("SSHPULSE_ENABLED", text);

    assertThat(settings.get(Setting.ENABLED)).isEqualTo(enabled);
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void staysSwitchedAsByDefaultWhenTheWordIsUnknown() {
    Settings settings = Sources.arguments("enabled=maybe");

    assertThat(settings.get(Setting.ENABLED)).isTrue();
    assertThat(settings.problems()).containsExactly("enabled=maybe (true or false)");
  }
}
