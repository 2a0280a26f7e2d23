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
    for (long id = from; id <= to; id++) {
      SshConnection connection =
          new SshConnection(id, Side.CLIENT, Instant.EPOCH, Instant.EPOCH, null, null);
      recent.connectionRecognised(connection);
      recent.connectionEnded(
          new Ending(
              connection,
              Instant.EPOCH,
              Duration.ZERO,
              new Verdict(Cause.CLOSED, Initiator.LOCAL),
              Duration.ZERO,
              Duration.ZERO,
              0,
              0,
              null));
    }
  }
}
