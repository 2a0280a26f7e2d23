package dev.sshpulse.cli.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationOptionTest {

  @ParameterizedTest
  @CsvSource({"20s,PT20S", "2m,PT2M", "1h,PT1H", "999999h,PT999999H"})
  void readsANumberAndAUnit(String text, Duration expected) {
    assertThat(new DurationOption().convert(text)).isEqualTo(expected);
  }
}
