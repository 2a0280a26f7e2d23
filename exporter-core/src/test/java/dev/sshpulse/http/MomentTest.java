package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MomentTest {

  private final Shown shown = new Shown("0.1.0", "metrics");

  @Test
  void tellsOnlyWhatEndedSinceTheMomentBefore() {
    shown.endings.addAll(List.of(ending(3), ending(2), ending(1)));

    assertThat(endedSince(List.of())).isEqualTo(3);
    assertThat(endedSince(List.of(ending(1)))).isEqualTo(2);
    assertThat(endedSince(List.of(ending(3), ending(2)))).isZero();
  }

  @Test
  void tellsNothingTwiceWhereTheNewestOfBeforeIsForgotten() {
    shown.endings.addAll(List.of(ending(4), ending(1)));

    assertThat(endedSince(List.of(ending(3), ending(2), ending(1)))).isEqualTo(1);
  }

  private int endedSince(List<Ending> before) {
    return Moment.of(shown, new LiveDiff(), before).ended();
  }

  private static Ending ending(long id) {
    return new Ending(
        new SshConnection(id, Side.CLIENT, Instant.EPOCH, Instant.EPOCH, null, null),
        Instant.EPOCH,
        Duration.ZERO,
        new Verdict(Cause.CLOSED, Initiator.LOCAL),
        Duration.ZERO,
        Duration.ZERO,
        0,
        0,
        null);
  }
}
