package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTallyTest {
  private static final long NOW = 100_000;
  private static final long AFTER = 30_000;

  private final FixedTraffic traffic = new FixedTraffic(0, 0);
  private final LiveConnection connection = traffic.connection(Side.CLIENT);
  private final LiveConnection other = new FixedTraffic(0, 0).connection(Side.SERVER);

  @TempDir private Path directory;
  private LiveTally tally;

  @BeforeEach
  void open() {
    KernelFiles kernel = new KernelFiles(directory);
    tally = new LiveTally(new KernelLook(kernel.table(), new Faults(), () -> 0), AFTER);
  }

  @Test
  void countsNothingBeforeTheFirstCount() {
    assertThat(tally.halfOpen(Side.CLIENT)).isZero();
    assertThat(tally.closeWait(Side.CLIENT)).isZero();
    assertThat(tally.unprotected(Side.CLIENT, Protection.NO_KEEPALIVE)).isZero();
  }

  @Test
  void countsAsHalfOpenWhatHasHadNoAnswerForLongEnough() {
    unanswered(NOW - AFTER + 1);
    count(NOW);
    assertThat(tally.halfOpen(Side.CLIENT)).isZero();

    count(NOW + 1);
    assertThat(tally.halfOpen(Side.CLIENT)).isEqualTo(1);
    assertThat(tally.halfOpen(Side.SERVER)).isZero();
  }

  @Test
  void believesOnlyLooksThatAgreeForASecond() {
    unanswered(NOW - 2 * AFTER);
    connection.watched().repeatedSince = NOW - 999;
    count(NOW);
    assertThat(tally.halfOpen(Side.CLIENT)).isZero();

    connection.watched().owedAt = NOW + 1;
    count(NOW + 1);
    assertThat(tally.halfOpen(Side.CLIENT)).isEqualTo(1);
  }

  @Test
  void believesNoSingleLookHoweverLongAgoItWas() {
    unanswered(NOW - 2 * AFTER);
    connection.watched().repeatedSince = NOW;

    count(NOW + 5_000);

    assertThat(tally.halfOpen(Side.CLIENT)).isZero();
  }

  @Test
  void countsWritersThatAreBlockedOnHalfOpenConnectionsOnly() {
    traffic.writing = NOW - 2 * AFTER;
    count(NOW);
    assertThat(tally.blockedWriters(Side.CLIENT)).as("the peer is merely slow").isZero();

    unanswered(NOW - AFTER);
    count(NOW);
    assertThat(tally.blockedWriters(Side.CLIENT)).isEqualTo(1);
  }

  @Test
  void countsPeersThatClosedLongAgo() {
    connection.watched().peerClosedSince = NOW - AFTER + 1;
    count(NOW);
    assertThat(tally.closeWait(Side.CLIENT)).isZero();

    count(NOW + 1);
    assertThat(tally.closeWait(Side.CLIENT)).isEqualTo(1);
  }

  @Test
  void countsEachSideByWhatItsProtectionLacks() {
    connection.watched().protection = Protection.NO_KEEPALIVE;
    other.watched().protection = Protection.KEEPALIVE_TOO_SLOW;

    count(NOW);

    assertThat(tally.unprotected(Side.CLIENT, Protection.NO_KEEPALIVE)).isEqualTo(1);
    assertThat(tally.unprotected(Side.CLIENT, Protection.KEEPALIVE_TOO_SLOW)).isZero();
    assertThat(tally.unprotected(Side.SERVER, Protection.KEEPALIVE_TOO_SLOW)).isEqualTo(1);
  }

  @Test
  void forgetsWhatIsOver() {
    unanswered(NOW - AFTER);
    count(NOW);

    tally.count(List.of(), NOW);

    assertThat(tally.halfOpen(Side.CLIENT)).isZero();
  }

  /** As the last look has found it, and those before. */
  private void unanswered(long since) {
    connection.watched().unansweredSince = since;
    connection.watched().repeatedSince = since;
    connection.watched().owedAt = NOW;
  }

  private void count(long now) {
    tally.count(List.of(connection, other), now);
  }
}
