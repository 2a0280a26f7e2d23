package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.conversations.Conversations;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PulseClockTest {
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final Duration NIGHT = Duration.ofHours(8);

  private final FixedClocks host = new FixedClocks();
  private final PulseClock clock = new PulseClock(host);

  @BeforeEach
  void beat() {
    host.pass(BEAT);
    clock.follow();
  }

  @Test
  void tellsTheTimeOfTheWallInWholeMilliseconds() {
    host.pass(Duration.ofNanos(1_234_567_890));

    assertThat(clock.instant(clock.millis())).isEqualTo(host.wall().minusNanos(567_890));
  }

  @Test
  void countsTheTimeAsleep() {
    long before = clock.millis();

    host.sleep(NIGHT);
    beat();
    assertThat(clock.millis() - before).isEqualTo(NIGHT.plus(BEAT).toMillis());
    assertThat(clock.instant(clock.millis())).isEqualTo(host.wall());

    host.sleep(NIGHT);
    beat();
    assertThat(clock.millis() - before).isEqualTo(NIGHT.plus(BEAT).multipliedBy(2).toMillis());
  }

  @Test
  void countsNoTimeThatSomebodyHasMerelySetTheClockBy() {
    long before = clock.millis();

    host.set(NIGHT);
    beat();
    assertThat(clock.millis() - before).isEqualTo(BEAT.toMillis());
    assertThat(clock.instant(clock.millis())).isEqualTo(host.wall());

    host.set(NIGHT.negated());
    beat();
    assertThat(clock.millis() - before).isEqualTo(2 * BEAT.toMillis());
    assertThat(clock.instant(clock.millis())).isEqualTo(host.wall());
  }

  @Test
  void tellsASleepFromASettingThatCameWithIt() {
    long before = clock.millis();

    host.sleep(NIGHT);
    host.set(Duration.ofMinutes(-5));
    beat();

    assertThat(clock.millis() - before).isEqualTo(NIGHT.plus(BEAT).toMillis());
    assertThat(clock.instant(clock.millis())).isEqualTo(host.wall());
  }

  @Test
  void takesNoPauseBetweenTwoClocksForASleep() {
    Duration pause = Duration.ofSeconds(5);
    long before = clock.millis();

    host.holdUp(pause);
    clock.follow();

    assertThat(clock.millis() - before).isEqualTo(pause.toMillis());
    assertThat(clock.instant(clock.millis())).isEqualTo(host.wall());
  }

  @Test
  void knowsWhatTheOtherClockSaidBeforeAndAfterASleep() {
    long evening = host.nanos();
    long eveningMillis = clock.millis();
    host.sleep(NIGHT);
    beat();
    long morning = host.nanos();

    assertThat(clock.millisOfNanos(evening)).isEqualTo(eveningMillis);
    assertThat(clock.millisOfNanos(morning)).isEqualTo(clock.millis());
    assertThat(clock.nanosOf(eveningMillis)).isEqualTo(evening);
    assertThat(clock.nanosOf(clock.millis())).isEqualTo(morning);
    assertThat(clock.nanosOf(eveningMillis + NIGHT.toMillis() / 2)).isEqualTo(morning);
    assertThat(clock.instantOfNanos(morning)).isEqualTo(host.wall());
    assertThat(clock.instantOfNanos(evening)).isEqualTo(host.wall().minus(NIGHT).minus(BEAT));
  }

  @Test
  void followsTheWallAloneWhereNothingTellsOfSleep() {
    host.hideUptime();
    PulseClock blind = new PulseClock(host);
    blind.follow();
    long before = blind.millis();

    host.sleep(NIGHT);
    blind.follow();

    assertThat(blind.millis()).isEqualTo(before);
    assertThat(blind.instant(before)).isEqualTo(host.wall());
  }

  @Test
  void callsASilenceAsLongAsItWasForThePath() {
    FixedTraffic traffic = new FixedTraffic(1_000, 1_000);
    traffic.lastActivity = clock.millis();
    Life life = new Life(traffic);
    host.sleep(NIGHT);
    beat();

    Ending ending = life.end(SocketError.CONNECTION_RESET);

    assertThat(ending.idle()).isEqualTo(NIGHT.plus(BEAT));
    assertThat(ending.duration()).isEqualTo(NIGHT.plus(BEAT));
    assertThat(ending.at()).isEqualTo(host.wall());
  }

  @Test
  void measuresALifeRightThoughTheClockWasSetMeanwhile() {
    Life life = new Life(new FixedTraffic(1_000, 1_000));
    host.set(Duration.ofHours(-1));
    beat();

    Ending ending = life.end(SocketError.CONNECTION_RESET);

    assertThat(ending.duration()).isEqualTo(BEAT);
    assertThat(ending.at()).isEqualTo(host.wall());
    assertThat(ending.at()).isBefore(ending.connection().recognisedAt());
  }

  /** One connection by this clock. */
  private final class Life implements SshListener {
    private final Faults faults = new Faults();
    private final Connections connections =
        new Connections(
            clock,
            faults,
            Duration.ofSeconds(30),
            new Conversations(new Messages(false, false), faults));
    private final List<Ending> endings = new ArrayList<>();
    private final LiveConnection connection;

    Life(Traffic traffic) {
      connection = connections.recognised(Side.CLIENT, traffic);
      connections.begin(connection);
      connections.drain();
      Thread teller = new Thread(connections.telling(List.of(this)), "teller");
      teller.setDaemon(true);
      teller.start();
    }

    Ending end(SocketError error) {
      connections.failed(connection, Operation.READ, error);
      connections.closed(connection, false);
      try {
        connections.awaitTold(Duration.ofSeconds(30));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return endings.get(0);
    }

    @Override
    public void connectionRecognised(SshConnection recognised) {}

    @Override
    public void connectionEnded(Ending ending) {
      endings.add(ending);
    }
  }
}
