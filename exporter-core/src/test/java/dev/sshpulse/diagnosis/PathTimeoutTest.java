package dev.sshpulse.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTimeoutTest {

  @Test
  void saysWhatHappensAndWhatToSet() {
    PathTimeout timeout = new PathTimeout(290_000, 300_400);

    assertThat(timeout.advice())
        .isEqualTo(
            "flows silent for more than about 5 min die on this path: set ServerAliveInterval or"
                + " ClientAliveInterval to at most 150 s");
  }

  @ParameterizedTest(name = "{0} ms: {1}")
  @CsvSource({
    "1_000, 1 s",
    "1_499, 1 s",
    "45_200, 45 s",
    "179_400, 179 s",
    "180_000, 3 min",
    "3_600_000, 60 min",
    "10_800_000, 3 h",
    "172_800_000, 48 h",
  })
  void roundsTheSilenceToWhatAPersonWouldSay(String upperMillis, String said) {
    PathTimeout timeout = new PathTimeout(0, millis(upperMillis));

    assertThat(timeout.advice()).startsWith("flows silent for more than about " + said + " die ");
  }

  @ParameterizedTest(name = "{0} to {1} ms: {2} s")
  @CsvSource({
    // half of what kills, rounded down
    "0, 301_000, 150",
    "299_000, 301_000, 150",
    "0, 277_000, 130",
    "0, 110_000, 50",
    "0, 53_000, 25",
    "0, 17_900, 8",
    "0, 905_000, 420",
    "0, 3_661_000, 1800",
    "0, 7_212_000, 3600",
    "0, 43_300_000, 21600",
    // not more than was survived
    "60_000, 400_000, 60",
    "61_900, 400_000, 60",
    "4_900, 400_000, 4",
    // at least a second
    "0, 1_000, 1",
    "1_200, 1_900, 1",
  })
  void asksForAnIntervalThatAPersonWouldType(String lower, String upper, String seconds) {
    PathTimeout timeout = new PathTimeout(millis(lower), millis(upper));

    assertThat(timeout.advice()).endsWith(" to at most " + seconds + " s");
  }

  @Test
  void refusesToHaveSurvivedWhatKills() {
    assertThatThrownBy(() -> new PathTimeout(5_000, 5_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("survived 5000 ms, killed by 5000 ms");
  }

  private static long millis(String text) {
    return Long.parseLong(text.replace("_", ""));
  }
}
