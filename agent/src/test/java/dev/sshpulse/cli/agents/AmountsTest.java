package dev.sshpulse.cli.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource({
    "0.9, 0s",
    "59.9, 59s",
    "60, 1m00s",
    "125, 2m05s",
    "3599, 59m59s",
    "3600, 1h00m",
    "86399, 23h59m",
    "86400, 1d00h",
    "1051200, 12d04h",
    "34560000, 400d"
  })
  void saysHowLongInSixCharactersAtMost(double seconds, String text) {
    assertThat(Amounts.seconds(seconds)).isEqualTo(text).hasSizeLessThanOrEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1023, 1023",
    "1024, 1.0K",
    "10239, 10K",
    "12288, 12K",
    "1048576, 1.0M",
    "3221225472, 3.0G",
    "1.2e19, 10E"
  })
  void saysHowMuchInFiveCharactersAtMost(double bytes, String text) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(text).hasSizeLessThanOrEqualTo(5);
  }
}
