package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.diagnosis.Closer;
import dev.sshpulse.diagnosis.Reply;
import dev.sshpulse.diagnosis.Symptoms;
import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import org.junit.jupiter.api.Test;

/** What is seen of a connection that is over. */
class LiveConnectionTest {
  private static final long HALF_OPEN_AFTER = 30_000;
  private static final long END = 100_000;

  private final PulseClock clock = new PulseClock();
  private final FixedTraffic traffic = new FixedTraffic(1_000, 2_000);
  private final LiveConnection connection = traffic.connection(Side.CLIENT);
  private final Watched watched = connection.watched();

  @Test
  void isAnsweredOnceThePeerHasSpoken() {
    traffic.heardSince = true;
    traffic.lastReceived = 60_000;
    watched.owedAt = 59_000;

    assertThat(symptoms().reply()).isEqualTo(Reply.GIVEN);
  }

  @Test
  void isAnsweredOnceEveryByteIsAcknowledged() {
    traffic.heardSince = false;
    traffic.acknowledged = 2_000;

    assertThat(symptoms().reply()).isEqualTo(Reply.GIVEN);
  }

  @Test
  void isOwedAnAnswerWhenTheKernelSaidSoAfterTheQuestion() {
    traffic.heardSince = false;
    traffic.acknowledged = 1_999;
    traffic.asked = 50_000;
    watched.owedAt = 50_300;
    watched.unansweredSince = 50_000;

    assertThat(symptoms().reply()).isEqualTo(Reply.OWED);
  }

  @Test
  void isOwedAnAnswerAmidAStreamOfThemOnceTheKernelRepeats() {
    traffic.heardSince = true;
    traffic.lastReceived = 60_000;
    traffic.asked = 50_000;
    traffic.silence = 40_000;
    watched.owedAt = 62_000;
    watched.unansweredSince = 60_500;

    assertThat(symptoms().reply()).isEqualTo(Reply.OWED);
    assertThat(symptoms().asked()).isEqualTo(60_500);
    assertThat(symptoms().silenceBefore()).isZero();
  }

  @Test
  void asksTheKernelSinceWhenWhereItWroteOnAfterThePathHadDied() {
    traffic.heardSince = false;
    watched.unansweredSince = 60_000;
    watched.silenceBefore = 3_000;
    watched.owedAt = 68_000;
    traffic.asked = 68_400;
    traffic.silence = 0;

    assertThat(symptoms().reply()).isEqualTo(Reply.OWED);
    assertThat(symptoms().asked()).isEqualTo(60_000);
    assertThat(symptoms().silenceBefore()).isEqualTo(3_000);
  }

  @Test
  void doesNotKnowOfAnAnswerWhenTheKernelWasNotAskedSinceTheQuestion() {
    traffic.heardSince = false;
    traffic.asked = 50_000;
    watched.owedAt = 49_000;

    assertThat(symptoms().reply()).isEqualTo(Reply.UNKNOWN);
  }

  @Test
  void keepsTheFiguresOfTheFirstFailureWhateverIsWrittenLater() {
    traffic.lastActivity = 10_000;
    traffic.asked = 10_000;
    traffic.silence = 9_000;
    traffic.heardSince = false;
    connection.failed(SocketError.TIMED_OUT, clock);
    final Symptoms before = symptoms();

    traffic.lastActivity = 60_000;
    traffic.asked = 60_000;
    traffic.silence = 1;
    traffic.heardSince = true;
    connection.failed(SocketError.BROKEN_PIPE, clock);

    assertThat(symptoms()).isEqualTo(before);
    assertThat(before.firstError()).isEqualTo(SocketError.TIMED_OUT);
    assertThat(before.lastActivity()).isEqualTo(10_000);
    assertThat(before.asked()).isEqualTo(10_000);
    assertThat(before.silenceBefore()).isEqualTo(9_000);
    assertThat(before.reply()).isEqualTo(Reply.UNKNOWN);
  }

  @Test
  void wasOverWhenItsFirstCallFailedOrElseWhenItWasClosed() {
    assertThat(symptoms().over()).isEqualTo(END);

    connection.failed(SocketError.CONNECTION_RESET, clock);

    assertThat(symptoms().over()).isLessThanOrEqualTo(clock.millis());
  }

  @Test
  void wasHalfOpenIfItCountedAsThatAtItsEnd() {
    watched.unansweredSince = END - HALF_OPEN_AFTER + 1;
    assertThat(symptoms().halfOpen()).isFalse();

    watched.unansweredSince = END - HALF_OPEN_AFTER;
    assertThat(symptoms().halfOpen()).isTrue();
  }

  @Test
  void hasMetTheEndOfTheStreamAlsoWhereOnlyTheKernelHasSeenIt() {
    assertThat(symptoms().endOfStream()).isFalse();

    watched.peerClosedSince = END;

    assertThat(symptoms().endOfStream()).isTrue();
  }

  @Test
  void knowsWhoClosedIt() {
    assertThat(symptoms().closer()).isEqualTo(Closer.UNSEEN);

    connection.ended(END, false);
    assertThat(symptoms().closer()).isEqualTo(Closer.APPLICATION);

    traffic.tired = true;
    assertThat(symptoms().closer()).isEqualTo(Closer.APPLICATION_TIRED_OF_WAITING);

    connection.ended(END, true);
    assertThat(symptoms().closer()).isEqualTo(Closer.COLLECTOR);

    traffic.unseen = true;
    assertThat(symptoms().closer()).isEqualTo(Closer.UNSEEN);
  }

  @Test
  void tellsWhatItCarriedAndHowItWasProtected() {
    KeepAlive keepAlive = new KeepAlive(true, 60_000, 10_000, 3);
    watched.keepAlive = keepAlive;

    Symptoms symptoms = symptoms();

    assertThat(symptoms.keepAlive()).isEqualTo(keepAlive);
    assertThat(symptoms.receivedBytes()).isEqualTo(1_000);
    assertThat(symptoms.sentBytes()).isEqualTo(2_000);
  }

  private Symptoms symptoms() {
    return connection.symptoms(END, HALF_OPEN_AFTER);
  }
}
