package dev.sshpulse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private long nanos;
  private final Patience patience = new Patience(Duration.ofMillis(100), () -> nanos);

  private void pass(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
  }

  @Test
  void isAtMostATenthOfTheTimeHoweverOftenItIsAskedFor() {
    long waited = 0;
    for (int asked = 0; asked < 300; asked++) {
      long left = patience.left().toMillis();
      pass(left);
      patience.waited();
      waited += left;
      pass(33);
    }

    assertThat(waited).isLessThanOrEqualTo(100 + nanos / 1_000_000 / 10);
    assertThat(waited).isGreaterThan(nanos / 1_000_000 / 12);
  }

  @Test
  void isAllThereAgainAfterASecondAndNeverMore() {
    patience.left();
    pass(100);
    patience.waited();
    assertThat(patience.left()).isZero();

    pass(1_000);

    assertThat(patience.left()).isEqualTo(Duration.ofMillis(100));
    pass(60_000);
    assertThat(patience.left()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void isSparedWhereNobodyHadToWait() {
    for (int asked = 0; asked < 1_000; asked++) {
      assertThat(patience.left()).isEqualTo(Duration.ofMillis(100));
      patience.waited();
    }
  }
}
