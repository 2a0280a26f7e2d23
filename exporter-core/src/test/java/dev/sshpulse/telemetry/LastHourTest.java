package dev.sshpulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Deaths;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastHourTest {
  private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
  private static final Verdict RESET = new Verdict(Cause.CONNECTION_RESET, Initiator.PEER);
  private static final Verdict CLOSED = new Verdict(Cause.CLOSED, Initiator.LOCAL);

  private final LastHour hour = new LastHour();

  @Test
  void countsFailuresByTheMinuteAndNoOrderlyEnd() {
    hour.add(ending(TEN.plusSeconds(1), RESET));
    hour.add(ending(TEN.plusSeconds(59), RESET));
    hour.add(ending(TEN.plusSeconds(59), CLOSED));
    hour.add(ending(TEN.plusSeconds(60), RESET));

    assertThat(hour.before(TEN.plusSeconds(61)))
        .containsExactly(new Deaths(TEN, RESET, 2), new Deaths(TEN.plusSeconds(60), RESET, 1));
  }

  @Test
  void forgetsWhatIsOlderThanAnHour() {
    hour.add(ending(TEN, RESET));

    assertThat(hour.before(TEN.plusSeconds(59 * 60 + 59))).hasSize(1);
    assertThat(hour.before(TEN.plusSeconds(60 * 60))).isEmpty();
  }

  @Test
  void keepsSixtyMinutesAtMost() {
    for (int minute = 0; minute < 1_000; minute++) {
      hour.add(ending(TEN.plusSeconds(60L * minute), RESET));
    }

    assertThat(hour.before(TEN)).hasSize(60);
  }

  @Test
  void countsForTheLatestMinuteWhereTheClockWasSetBack() {
    hour.add(ending(TEN, RESET));
    hour.add(ending(TEN.minusSeconds(7_200), RESET));

    assertThat(hour.before(TEN)).containsExactly(new Deaths(TEN, RESET, 2));
  }

  private static Ending ending(Instant at, Verdict verdict) {
    SshConnection connection = new SshConnection(1, Side.SERVER, at, at, null, null);
    return new Ending(
        connection, at, Duration.ZERO, verdict, Duration.ZERO, Duration.ZERO, 0, 0, null);
  }
}
