package dev.sshpulse.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownNamesTest {

  @ParameterizedTest
  @CsvSource({
    "http.listn, http.listen",
    "http.lisetn, http.listen",
    "http-listen, http.listen",
    "httpListen, http.listen",
    "HTTP.LISTEN, http.listen",
    "listen, http.listen",
    "http, http.listen",
    "http.port, http.listen",
    "config, config.file",
    "delay, start.delay",
    "enable, enabled",
    "hooks.enabled, hooks.jdk.enabled",
    "failOnError, fail-on-error",
  })
  void suggestsWhatWasLikelyMeant(String unknown, String meant) {
    assertThat(Sources.arguments(unknown + "=x").problems())
        .containsExactly(unknown + " (did you mean " + meant + "?)");
  }

  @Test
  void suggestsSomethingForWhatResemblesNothing() {
    assertThat(Sources.arguments("no.such.key=x").problems())
        .singleElement()
        .asString()
        .startsWith("no.such.key (did you mean ");
  }

  @Test
  void suggestsInTheSpellingOfTheSource() {
    assertThat(Sources.systemProperty("sshpulse.http.listn", "off").problems())
        .containsExactly("sshpulse.http.listn (did you mean sshpulse.http.listen?)");
    assertThat(Sources.environmentVariable("SSHPULSE_HTTP_LISTN", "off").problems())
        .containsExactly("SSHPULSE_HTTP_LISTN (did you mean SSHPULSE_HTTP_LISTEN?)");
  }

  @Test
  void namesABadValueInTheSpellingOfTheSource() {
    assertThat(Sources.systemProperty("sshpulse.start.delay", "x").problems())
        .containsExactly("sshpulse.start.delay=x (a duration such as 500ms, 2s or 1m)");
    assertThat(Sources.environmentVariable("SSHPULSE_START_DELAY", "x").problems())
        .containsExactly("SSHPULSE_START_DELAY=x (a duration such as 500ms, 2s or 1m)");
  }

  @ParameterizedTest
  @CsvSource({
    "SSHPULSE_SERVICE_HOST, 10.0.0.1",
    "SSHPULSE_SERVICE_PORT, 9922",
    "SSHPULSE_SERVICE_PORT_HTTP_METRICS, 9922",
    "SSHPULSE_PORT, tcp://10.0.0.1:9922",
    "SSHPULSE_PORT_9922_TCP, tcp://10.0.0.1:9922",
    "SSHPULSE_PORT_9922_TCP_ADDR, 10.0.0.1",
    "SSHPULSE_PORT_9922_TCP_PORT, 9922",
    "SSHPULSE_PORT_9922_TCP_PROTO, tcp",
    "SSHPULSE_PORT_53_UDP, udp://10.0.0.1:53",
    "SSHPULSE_PORT_9_SCTP_PROTO, sctp",
    "SSHPULSE_AGENT_SERVICE_HOST, 10.0.0.1",
    "SSHPULSE_AGENT_PORT, tcp://10.0.0.1:9922",
    "SSHPULSE_AGENT_PORT_9922_TCP_ADDR, 10.0.0.1",
    "SSHPULSE_ONE_PORT_2_PORT_9922_TCP_ADDR, 10.0.0.1",
  })
  void saysNothingOfWhatKubernetesInjects(String name, String value) {
    assertThat(Sources.environmentVariable(name, value).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SSHPULSE_PORT, 9922",
    "SSHPULSE_PORT_TCP, 9922",
    "SSHPULSE_PORT_9922, 1",
    "SSHPULSE_PORT_9922_TCP_X, 1",
    "SSHPULSE_, 1",
  })
  void namesWhatKubernetesWouldNotInject(String name, String value) {
    assertThat(Sources.environmentVariable(name, value).problems())
        .singleElement()
        .asString()
        .startsWith(name + " (did you mean SSHPULSE_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSHPULSE", "sshpulse_enabled", "MY_SSHPULSE_X", "PATH"})
  void leavesVariablesOfOthersAlone(String name) {
    assertThat(Sources.environmentVariable(name, "x").problems()).isEmpty();
  }

  @Test
  void takesAnEmptyVariableForUnset() {
    Settings settings = Sources.environmentVariable("SSHPULSE_HTTP_LISTEN", "");

    assertThat(settings.get(Setting.HTTP_LISTEN)).hasToString("127.0.0.1:9922");
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void passesOverSystemPropertiesThatAreNoStrings() {
    Properties properties = new Properties();
    properties.put("sshpulse.http.listen", 9922);
    properties.put(42, "sshpulse.enabled");
    properties.put("sshpulse.fail-on-error", "true");

    Settings settings = Settings.read(null, properties, Map.of());

    assertThat(settings.get(Setting.FAIL_ON_ERROR)).isTrue();
    assertThat(settings.origin(Setting.HTTP_LISTEN)).isEqualTo("default");
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void survivesPropertiesThatCannotBeRead() {
    Properties hostile =
        new Properties() {
          private static final long serialVersionUID = 1;

          @Override
          public java.util.Set<String> stringPropertyNames() {
            throw new IllegalStateException("not now");
          }
        };

    Settings settings = Settings.read("fail-on-error=true", hostile, Map.of());

    assertThat(settings.get(Setting.FAIL_ON_ERROR)).isTrue();
    assertThat(settings.problems())
        .containsExactly(
            "system properties (cannot be read: java.lang.IllegalStateException: not now)");
  }

  @Test
  void quotesNothingThatWouldLeaveTheLine() {
    Settings settings =
        Sources.arguments(
            "a\nb=1,start.delay=x\u001b[31m\r\u2028\u202e,http.listen=x\u0000:1,c\u0085");

    assertThat(settings.problems())
        .containsExactly(
            "a?b (did you mean enabled?)",
            "c? (key=value is expected, such as http.listen=127.0.0.1:9922)",
            "http.listen=x?:1 (host:port such as 127.0.0.1:9922, or off)",
            "start.delay=x?[31m??? (a duration such as 500ms, 2s or 1m)");
    assertThat(settings.get(Setting.HTTP_LISTEN).reason())
        .isEqualTo("x?:1: host:port such as 127.0.0.1:9922, or off");
  }

  @Test
  void boundsWhatItQuotes() {
    assertThat(Sources.arguments("start.delay=" + "x".repeat(1000)).problems())
        .containsExactly(
            "start.delay=" + "x".repeat(200) + "... (a duration such as 500ms, 2s or 1m)");
    assertThat(Sources.arguments("x".repeat(1_000_000) + "=1").problems())
        .singleElement()
        .asString()
        .hasSizeLessThan(300);
  }

  @Test
  void boundsHowManyProblemsItTells() {
    assertThat(Sources.arguments("x,".repeat(30)).problems())
        .hasSize(21)
        .last()
        .isEqualTo("and 10 more");
  }
}
