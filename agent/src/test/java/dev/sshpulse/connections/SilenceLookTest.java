package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.diagnosis.PathTimeouts;
import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.Side;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilenceLookTest {
  private static final long BEAT = 500;

  /** A silence has killed, so that there is an upper bound for what survives to be below. */
  private static final int KILLED = 3_600_000;

  private final PathTimeouts paths = new PathTimeouts(Duration.ofHours(24), 10);
  private final SilenceLook look = new SilenceLook(paths);
  private final FixedTraffic traffic = new FixedTraffic(10, 10).from(40001);
  private final LiveConnection connection = traffic.connection(Side.CLIENT);
  private long now;

  @BeforeEach
  void aDeath() {
    paths.killed(traffic.peer.getAddress(), KILLED, 1);
    traffic.lastActivity = BEAT;
  }

  @Test
  void seesASilenceSurvivedWhenThePeerBreaksIt() {
    lookUntil(60_000);

    thePeerSpeaks();
    lookOnce();

    assertThat(longestSurvived()).isEqualTo(60_000 - BEAT);
  }

  @Test
  void waitsForAnAnswerToASilenceThatWasBrokenHere() {
    lookUntil(60_000);

    weSpeak();
    lookUntil(70_000);
    assertThat(longestSurvived()).as("nobody has answered").isZero();

    thePeerSpeaks();
    lookOnce();
    assertThat(longestSurvived()).isEqualTo(60_000 - BEAT);
  }

  @Test
  void takesAnAcknowledgementForAnAnswer() {
    lookUntil(60_000);

    weSpeak();
    lookOnce();
    traffic.acknowledged = traffic.sent;
    lookOnce();

    assertThat(longestSurvived()).isEqualTo(60_000 - BEAT);
  }

  @Test
  void countsTheSilencesBetweenProbesThatWereAnswered() {
    connection.watched().keepAlive = new KeepAlive(true, 20_000, 5_000, 3);
    lookUntil(20_000);
    assertThat(longestSurvived()).isZero();

    connection.watched().wellAt = BEAT + 20_300;
    lookUntil(21_000);

    assertThat(longestSurvived()).isEqualTo(20_000);
  }

  @Test
  void takesWhatIsAcknowledgedInPartForNoAnswer() {
    lookUntil(60_000);

    weSpeak();
    traffic.acknowledged = traffic.sent - 1;
    lookUntil(70_000);

    assertThat(longestSurvived()).isZero();
  }

  @Test
  void creditsThePathWithNoMoreThanTheSilenceBetweenProbes() {
    connection.watched().keepAlive = new KeepAlive(true, 20_000, 1_000, 3);
    lookUntil(60_000);

    thePeerSpeaks();
    lookOnce();

    assertThat(longestSurvived()).isEqualTo(20_000);
  }

  @Test
  void doesNotMindTheSettingsOfProbesThatAreOff() {
    connection.watched().keepAlive = new KeepAlive(false, 20_000, 1_000, 3);
    lookUntil(60_000);

    thePeerSpeaks();
    lookOnce();

    assertThat(longestSurvived()).isEqualTo(60_000 - BEAT);
  }

  @Test
  void remembersTheLongestOfTheSilencesThatWaitForOneAnswer() {
    lookUntil(60_000);
    weSpeak();
    lookUntil(65_000);
    weSpeak();
    lookOnce();

    thePeerSpeaks();
    lookOnce();

    assertThat(longestSurvived()).isEqualTo(60_000 - BEAT);
  }

  @Test
  void passesOverASocketWithoutAPeerAddress() {
    FixedTraffic local = new FixedTraffic(1, 1);
    LiveConnection unix = local.connection(Side.CLIENT);
    local.lastActivity = BEAT;
    look.look(List.of(unix), BEAT);
    look.look(List.of(unix), 60_000);
    local.lastActivity = 60_000;
    local.received++;

    look.look(List.of(unix), 60_500);

    assertThat(longestSurvived()).isZero();
  }

  private void lookUntil(long millis) {
    while (now < millis) {
      lookOnce();
    }
  }

  private void lookOnce() {
    now += BEAT;
    look.look(List.of(connection), now);
  }

  private void weSpeak() {
    traffic.sent += 10;
    traffic.lastActivity = now;
  }

  private void thePeerSpeaks() {
    traffic.received += 10;
    traffic.lastActivity = now;
  }

  private long longestSurvived() {
    PathTimeout timeout = paths.shortest(now);
    assertThat(timeout).isNotNull();
    return timeout.lowerMillis();
  }
}
