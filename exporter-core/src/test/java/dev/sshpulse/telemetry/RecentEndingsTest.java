package dev.sshpulse.telemetry;

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

class RecentEndingsTest {

  private static final Verdict BROKEN_PIPE = new Verdict(Cause.BROKEN_PIPE, Initiator.PEER);
  private static final Verdict AUTH_FAILED = new Verdict(Cause.AUTH_FAILED, Initiator.LOCAL);

  private final RecentEndings recent = new RecentEndings();

  @Test
  void showsTheNewestFirst() {
    tell(1, 3);

    assertThat(ids()).containsExactly(3L, 2L, 1L);
  }

  @Test
  void forgetsTheOldestBeyondAThousand() {
    tell(1, 1_002);

    assertThat(ids()).hasSize(1_000).startsWith(1_002L).endsWith(3L);
  }

  @Test
  void keepsTheFewThatFailedBesideTheManyThatClosedInOrder() {
    tell(1, 2, BROKEN_PIPE);
    tell(3, 5_002);
    tell(5_003, 5_003, BROKEN_PIPE);
    tell(5_004, 6_003);

    assertThat(ids())
        .hasSize(1_000)
        .startsWith(6_003L, 6_002L)
        .contains(5_003L)
        .endsWith(5_008L, 5_007L, 5_003L, 2L, 1L);
  }

  @Test
  void keepsWhatSeldomFailsBesideWhatOftenDoes() {
    tell(1, 1, BROKEN_PIPE);
    tell(2, 3_000, AUTH_FAILED);
    tell(3_001, 6_000);

    assertThat(ids()).hasSize(1_000).endsWith(1L);
    assertThat(ids().stream().filter(id -> id > 3_000)).hasSizeBetween(499, 500);
  }

  @Test
  void givesACopyThatStaysAsItIs() {
    tell(1, 1);
    List<Ending> before = recent.newestFirst();

    tell(2, 2);

    assertThat(before).hasSize(1);
  }

  private List<Long> ids() {
    return recent.newestFirst().stream().map(ending -> ending.connection().id()).toList();
  }

  private void tell(long from, long to) {
    tell(from, to, new Verdict(Cause.CLOSED, Initiator.LOCAL));
  }

  private void tell(long from, long to, Verdict verdict) {
    for (long id = from; id <= to; id++) {
      SshConnection connection =
          new SshConnection(id, Side.CLIENT, Instant.EPOCH, Instant.EPOCH, null, null);
      recent.connectionRecognised(connection);
      recent.connectionEnded(
          new Ending(
              connection,
              Instant.EPOCH,
              Duration.ZERO,
              verdict,
              Duration.ZERO,
              Duration.ZERO,
              0,
              0,
              null));
    }
  }
}
