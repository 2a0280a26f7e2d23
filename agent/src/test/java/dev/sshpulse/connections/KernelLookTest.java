package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Side;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLookTest {
  private static final long NOW = 100_000;
  private static final long CALM = 5_000;
  private static final long BEAT = 500;
  private static final long MILLI = 1_000_000;

  private final Faults faults = new Faults();
  private final FixedTraffic traffic = new FixedTraffic(50, 100).from(40001);
  private final LiveConnection connection = traffic.connection(Side.CLIENT);
  private final Watched watched = connection.watched();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong costNanos = new AtomicLong();

  @TempDir private Path directory;
  private KernelFiles kernel;
  private KernelLook look;

  @BeforeEach
  void open() {
    kernel = new KernelFiles(directory);
    look = new KernelLook(kernel.table(), faults, () -> nanos.getAndAdd(costNanos.get()));
  }

  @Test
  void learnsHowMuchThePeerHasAcknowledged() {
    kernel.owed(traffic, 40);

    look(NOW);

    assertThat(traffic.acknowledged).isEqualTo(60);
  }

  @Test
  void takesBackNoAcknowledgement() {
    traffic.acknowledged = 80;
    kernel.owed(traffic, 40);

    look(NOW);

    assertThat(traffic.acknowledged).isEqualTo(80);
  }

  @Test
  void remembersWhenAnAcknowledgementWasOwed() {
    kernel.repeated(traffic, 40, 1);

    look(NOW);

    assertThat(watched.owedAt).isEqualTo(NOW);
  }

  @Test
  void callsNothingOwedByAPeerThatMerelyTakesItsTime() {
    traffic.asked = NOW - 60_000;
    kernel.owed(traffic, 40);

    look(NOW);

    assertThat(watched.owedAt).isZero();
    assertThat(watched.unansweredSince).isZero();
  }

  @Test
  void beginsASilenceAnewWhereSomethingWasAnsweredMeanwhile() {
    traffic.heardSince = false;
    traffic.asked = NOW - 7_000;
    kernel.repeated(traffic, 40, 3);
    look(NOW);

    kernel.repeated(traffic, 30, 1);
    look(NOW + BEAT);
    assertThat(watched.unansweredSince).isEqualTo(NOW + BEAT);

    traffic.lastReceived = NOW + BEAT + 100;
    look(NOW + 2 * BEAT);
    assertThat(watched.unansweredSince).isEqualTo(NOW + BEAT + 100);
  }

  @Test
  void takesAWriteWhileTheKernelIsAskedForNoAnswer() {
    traffic.sent = 100;
    traffic.sentMeanwhile = 40;
    kernel.repeated(traffic, 100, 1);
    look(10_000);
    long since = connection.watched().unansweredSince;

    kernel.repeated(traffic, 100, 2);
    look(12_000);

    assertThat(connection.watched().unansweredSince).isEqualTo(since);
  }

  @Test
  void countsSilenceFromTheFirstByteThatIsRepeated() {
    traffic.heardSince = false;
    traffic.asked = NOW - 7_000;
    kernel.repeated(traffic, 40, 3);

    look(NOW);

    assertThat(watched.unansweredSince).isEqualTo(NOW - 7_000);
  }

  @Test
  void countsSilenceFromNoEarlierThanThePeerLastSpoke() {
    traffic.asked = NOW - 7_000;
    traffic.lastReceived = NOW - 2_000;
    kernel.repeated(traffic, 40, 3);

    look(NOW);

    assertThat(watched.unansweredSince).isEqualTo(NOW - 2_000);
  }

  @Test
  void countsSilenceFromNoEarlierThanAllWasWell() {
    traffic.asked = NOW - 7_000;
    kernel.owed(traffic, 50);
    look(NOW - 10_000);
    kernel.owed(traffic, 40);
    look(NOW - 5_000);

    kernel.repeated(traffic, 40, 3);
    look(NOW);

    assertThat(watched.unansweredSince).isEqualTo(NOW - 5_000);
  }

  @Test
  void takesWhatIsNotRepeatedYetForNoSignThatAllIsWell() {
    traffic.asked = NOW - 60_000;
    kernel.owed(traffic, 40);
    look(NOW);

    look(NOW + CALM);
    kernel.repeated(traffic, 40, 1);
    look(NOW + 2 * CALM);

    assertThat(watched.unansweredSince).isEqualTo(NOW);
  }

  @Test
  void takesAWindowWithoutRoomForNoSilence() {
    traffic.asked = NOW - 60_000;
    kernel.windowProbed(traffic, 40, 0);
    look(NOW);

    look(NOW + CALM);
    kernel.windowProbed(traffic, 40, 2);
    look(NOW + 2 * CALM);

    assertThat(watched.unansweredSince).isEqualTo(NOW + CALM);
  }

  @Test
  void believesThatALongWriteGoesOnUntilTheKernelRepeats() {
    traffic.asked = NOW - 60_000;
    traffic.writing = NOW - 60_000;
    kernel.owed(traffic, 40);
    look(NOW);

    look(NOW + BEAT);
    kernel.repeated(traffic, 40, 1);
    look(NOW + 2 * BEAT);

    assertThat(watched.unansweredSince).isEqualTo(NOW + BEAT);
  }

  @Test
  void seesThatWhatWasSentBeforeAnybodyLookedIsAcknowledged() {
    traffic.sent = 0;
    traffic.asked = 0;
    kernel.owed(traffic, 2_000);
    look(NOW);

    kernel.owed(traffic, 1_000);
    look(NOW + CALM);
    kernel.repeated(traffic, 1_000, 1);
    look(NOW + 2 * CALM);

    assertThat(watched.unansweredSince).isEqualTo(NOW + CALM);
  }

  @Test
  void takesAnAcknowledgementForAsOldAsTheLastWordsThatCameWithIt() {
    kernel.owed(traffic, 50);
    look(NOW);

    kernel.owed(traffic, 40);
    assertThat(acknowledgedAt(NOW + CALM)).as("it has said nothing").isEqualTo(NOW + CALM);

    kernel.owed(traffic, 30);
    traffic.lastReceived = NOW + 2 * CALM - 1_000;
    assertThat(acknowledgedAt(NOW + 2 * CALM)).isEqualTo(NOW + 2 * CALM - 1_000);

    kernel.owed(traffic, 20);
    traffic.lastReceived = NOW + 3 * CALM - 1_001;
    assertThat(acknowledgedAt(NOW + 3 * CALM)).as("said before").isEqualTo(NOW + 3 * CALM);

    kernel.calm(traffic);
    traffic.lastReceived = NOW + 4 * CALM - 1_000;
    assertThat(acknowledgedAt(NOW + 4 * CALM)).as("all of it").isEqualTo(NOW + 4 * CALM);
  }

  private long acknowledgedAt(long now) {
    look(now);
    return traffic.acknowledgedAt;
  }

  @Test
  void countsSilenceOfUnansweredProbesFromWhenTheyWereSeen() {
    traffic.asked = NOW - 7_000;
    kernel.probed(traffic, 2);

    look(NOW);

    assertThat(watched.unansweredSince).isEqualTo(NOW);
  }

  @Test
  void passesOverTheOneProbeThatAPeerWithoutRoomDoesNotAnswer() {
    traffic.writing = NOW - 60_000; // so that looks are due
    kernel.windowProbed(traffic, 40, 1);
    look(NOW);
    look(NOW + BEAT);
    assertThat(watched.unansweredSince).isZero();

    kernel.windowProbed(traffic, 40, 0);
    look(NOW + 2 * BEAT);
    kernel.windowProbed(traffic, 40, 1);
    look(NOW + CALM);
    assertThat(watched.unansweredSince).as("another, much later").isZero();
    assertThat(watched.owedAt).isZero();
  }

  @Test
  void believesTwoProbesOfAWindowOrOneThatStaysWithoutAnAnswer() {
    traffic.writing = NOW - 60_000; // so that looks are due
    kernel.windowProbed(traffic, 40, 1);
    look(NOW);
    look(NOW + 2_000);
    assertThat(watched.unansweredSince).isNotZero();

    kernel.calm(traffic);
    look(NOW + CALM);
    kernel.windowProbed(traffic, 40, 2);
    look(NOW + 2 * CALM);
    assertThat(watched.unansweredSince).isNotZero();
  }

  @Test
  void knowsForHowLongLooksHaveAgreed() {
    kernel.repeated(traffic, 40, 1);
    look(NOW);
    assertThat(watched.owedFor()).isZero();

    kernel.repeated(traffic, 40, 2);
    look(NOW + BEAT);
    assertThat(watched.owedFor()).isEqualTo(BEAT);

    kernel.calm(traffic);
    look(NOW + 2 * BEAT);
    assertThat(watched.owedFor()).isZero();
  }

  @Test
  void keepsTheBeginningOfASilenceUntilItIsOver() {
    traffic.heardSince = false;
    traffic.asked = NOW - 7_000;
    kernel.repeated(traffic, 40, 3);
    look(NOW);

    kernel.repeated(traffic, 60, 4);
    look(NOW + BEAT);
    assertThat(watched.unansweredSince).isEqualTo(NOW - 7_000);

    kernel.calm(traffic);
    look(NOW + 2 * BEAT);
    assertThat(watched.unansweredSince).isZero();
  }

  @Test
  void remembersSinceWhenThePeerHasClosed() {
    kernel.peerClosed(traffic);

    look(NOW);
    look(NOW + CALM);

    assertThat(watched.peerClosedSince).isEqualTo(NOW);
  }

  @Test
  void leavesAConnectionAsItIsThatTheTableDoesNotShow() {
    kernel.peerClosed(traffic);
    look(NOW);

    kernel.peerClosed(new FixedTraffic(0, 0).from(40002));
    look(NOW + CALM);

    assertThat(watched.peerClosedSince).isEqualTo(NOW);
  }

  @Test
  void passesOverAConnectionWithoutAddresses() {
    LiveConnection local = new FixedTraffic(1, 1).connection(Side.CLIENT);
    kernel.owed(traffic, 40);

    look.look(List.of(local, connection), NOW);

    assertThat(traffic.acknowledged).isEqualTo(60);
  }

  @Test
  void asksNoOftenerForAConnectionWithoutAddresses() {
    FixedTraffic unknown = new FixedTraffic(0, 100);
    unknown.heardSince = false;
    unknown.asked = NOW - 60_000;
    unknown.writing = NOW - 60_000;
    List<LiveConnection> both = List.of(unknown.connection(Side.CLIENT), connection);
    look.look(both, NOW);
    kernel.peerClosed(traffic);

    look.look(both, NOW + CALM - 1);
    assertThat(watched.peerClosedSince).as("no table would tell of it").isZero();

    look.look(both, NOW + CALM);
    assertThat(watched.peerClosedSince).isEqualTo(NOW + CALM);
  }

  @Test
  void asksRarelyWhileAllIsCalm() {
    kernel.calm(traffic);
    look(NOW);
    kernel.peerClosed(traffic);

    look(NOW + CALM - 1);
    assertThat(watched.peerClosedSince).isZero();

    look(NOW + CALM);
    assertThat(watched.peerClosedSince).isEqualTo(NOW + CALM);
  }

  @Test
  void asksOftenWhileSomebodyWaitsForAnAnswer() {
    kernel.owed(traffic, 40);
    look(NOW);
    traffic.heardSince = false;
    traffic.asked = NOW + BEAT - 300;
    kernel.calm(traffic);

    look(NOW + BEAT);

    assertThat(traffic.acknowledged).isEqualTo(100);
  }

  @Test
  void asksRarelyWhenTheAnswerMayStillCome() {
    kernel.owed(traffic, 40);
    look(NOW);
    traffic.heardSince = false;
    traffic.asked = NOW + BEAT - 299;
    kernel.calm(traffic);

    look(NOW + BEAT);

    assertThat(traffic.acknowledged).isEqualTo(60);
  }

  @Test
  void asksOftenWhileAWriteIsBlocked() {
    kernel.calm(traffic);
    look(NOW);
    traffic.writing = NOW + BEAT - 300;
    kernel.peerClosed(traffic);

    look(NOW + BEAT);

    assertThat(watched.peerClosedSince).isEqualTo(NOW + BEAT);
  }

  @Test
  void asksForNoMoreThanAHundredthOfTheTime() {
    traffic.heardSince = false;
    costNanos.set(20 * MILLI);
    kernel.owed(traffic, 40);
    look(NOW);
    look(NOW + BEAT);
    kernel.calm(traffic);

    look(NOW + BEAT + 1_999);
    assertThat(traffic.acknowledged).isEqualTo(60);

    look(NOW + BEAT + 2_000);
    assertThat(traffic.acknowledged).isEqualTo(100);
  }

  @Test
  void holdsNoSingleSlowLookAgainstTheNext() {
    traffic.heardSince = false;
    kernel.owed(traffic, 40);
    costNanos.set(20 * MILLI);
    look(NOW);
    kernel.calm(traffic);

    look(NOW + BEAT);

    assertThat(traffic.acknowledged).isEqualTo(100);
  }

  @Test
  void knowsNothingWhereThereIsNoTable() {
    kernel.vanish();
    KernelLook none = new KernelLook(kernel.table(), faults, nanos::get);

    none.look(List.of(connection), NOW);

    assertThat(none.readable()).isFalse();
    assertThat(faults.errors(Faults.Where.CONNECTIONS)).isZero();
  }

  @Test
  void countsAFailureOnceAndGivesUpWhenTheTableGoesAway() {
    look(NOW);
    assertThat(look.readable()).isTrue();
    kernel.vanish();

    look(NOW + CALM);
    look(NOW + 2 * CALM);

    assertThat(look.readable()).isFalse();
    assertThat(faults.errors(Faults.Where.CONNECTIONS)).isEqualTo(1);
  }

  @Test
  void countsAFailureAndTriesAgainWhenTheTableIsSpoilt() {
    kernel.write("no such thing\n");
    look(NOW);
    assertThat(look.readable()).isFalse();
    assertThat(faults.errors(Faults.Where.CONNECTIONS)).isEqualTo(1);

    kernel.owed(traffic, 40);
    look(NOW + CALM);

    assertThat(traffic.acknowledged).isEqualTo(60);
    assertThat(look.readable()).isTrue();
  }

  private void look(long now) {
    look.look(List.of(connection), now);
  }
}
