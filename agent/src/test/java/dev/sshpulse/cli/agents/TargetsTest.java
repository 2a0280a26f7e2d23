package dev.sshpulse.cli.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs a JVM with an agent in it is told by StatusIT and TopIT. */
class TargetsTest {
  private static final long MORE_THAN_LINUX_HAS = 4_194_305;

  @Test
  void asksPlacesInTheOrderInWhichTheyAreNamed() throws Exception {
    List<Target> targets = Targets.of(List.of("10.0.0.7:9922", "https://example.org/metrics"));

    assertThat(targets)
        .extracting(Target::url)
        .asString()
        .isEqualTo("[http://10.0.0.7:9922, https://example.org]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"" + MORE_THAN_LINUX_HAS, "no JVM has such a main class"})
  void saysWhereToLookIfNobodyIsMeant(String argument) {
    assertThatThrownBy(() -> Targets.of(List.of(argument)))
        .isInstanceOf(AgentFailure.class)
        .hasMessageContainingAll(argument, "java -jar sshpulse.jar list");
  }

  @Test
  void saysWhatIsWrongWithARegularExpression() {
    assertThatThrownBy(() -> Targets.of(List.of("gerrit(")))
        .isInstanceOf(AgentFailure.class)
        .hasMessageContaining("gerrit(");
  }

  @Test
  void asksNobodyIfOneOfThemIsWrong() {
    assertThatThrownBy(() -> Targets.of(List.of("10.0.0.7:9922", "ftp://example.org")))
        .isInstanceOf(AgentFailure.class)
        .hasMessageContaining("ftp://example.org");
  }
}
