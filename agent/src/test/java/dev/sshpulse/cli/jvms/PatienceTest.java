package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PatienceTest {

  @Test
  void leavesOneWhoDoesNotAnswerAndDoesNotAskAgain() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Duration moment = Duration.ofMillis(1);

    assertThatThrownBy(() -> Patience.ask("mute", moment, () -> await(never)))
        .isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> Patience.ask("mute", Duration.ofHours(1), () -> 1))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("owes");
    never.countDown();
  }

  @Test
  void asksAgainAfterAnAnswer() throws Exception {
    Duration hour = Duration.ofHours(1);

    assertThat(Patience.ask("one", hour, () -> 1)).isEqualTo(1);
    assertThat(Patience.ask("one", hour, () -> 2)).isEqualTo(2);
  }

  private static int await(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return 0;
  }
}
