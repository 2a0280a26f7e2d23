package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveDiffTest {
  private static final Instant OPENED = Instant.parse("2026-11-22T10:00:00Z");

  private final LiveDiff told = new LiveDiff();

  @Test
  void tellsOnceOfWhatBeginsAndOfWhatIsGone() {
    ConnectionStatus first = status(1, 0, null, 5);
    ConnectionStatus second = status(2, 0, null, 5);

    LiveDiff.Delta begun = told.next(List.of(first, second), 0);
    LiveDiff.Delta nothing = told.next(List.of(first, second), 0);
    LiveDiff.Delta gone = told.next(List.of(second), 0);

    assertThat(begun.begun()).containsExactly(first, second);
    assertThat(nothing.isEmpty()).isTrue();
    assertThat(gone.gone()).containsExactly(1L);
    assertThat(gone.begun()).isEmpty();
  }

  @Test
  void saysNothingOfASilenceThatGrowsByItself() {
    told.next(List.of(status(1, 10_000, Duration.ofSeconds(3), 5)), 0);

    LiveDiff.Delta delta = told.next(List.of(status(1, 70_000, Duration.ofSeconds(63), 5)), 60_000);

    assertThat(delta.isEmpty()).isTrue();
  }

  @Test
  void tellsOfBytesThatMovedAndOfAnAnswerThatIsMissing() {
    told.next(List.of(status(1, 10_000, null, 5), status(2, 10_000, null, 5)), 0);
    ConnectionStatus moved = status(1, 0, null, 6);
    ConnectionStatus unanswered = status(2, 11_000, Duration.ofSeconds(1), 5);

    LiveDiff.Delta delta = told.next(List.of(moved, unanswered), 1_000);

    assertThat(delta.changed()).containsExactlyInAnyOrder(moved, unanswered);
  }

  @Test
  void givesEachItsTurnWhereMoreMoveThanAreToldAtATime() {
    int all = 2 * LiveDiff.MOST_MOVED;
    told.next(crowd(all, 0), 0);

    Set<Long> heardOf = new HashSet<>();
    for (int tick = 1; tick <= 2; tick++) {
      List<ConnectionStatus> changed = told.next(crowd(all, tick), tick * 1_000L).changed();
      assertThat(changed).hasSize(LiveDiff.MOST_MOVED);
      changed.forEach(status -> heardOf.add(status.connection().id()));
    }

    assertThat(heardOf).hasSize(all);
  }

  private static List<ConnectionStatus> crowd(int many, long bytes) {
    List<ConnectionStatus> all = new ArrayList<>();
    for (int id = 1; id <= many; id++) {
      all.add(status(id, 0, null, bytes));
    }
    return all;
  }

  static ConnectionStatus status(long id, long silentMillis, Duration unanswered, long bytes) {
    return new ConnectionStatus(
        new SshConnection(id, Side.CLIENT, OPENED, OPENED, null, null),
        Library.UNKNOWN,
        Duration.ofMillis(silentMillis),
        Protection.PROTECTED,
        unanswered,
        null,
        null,
        bytes,
        0,
        null);
  }
}
