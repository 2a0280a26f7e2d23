package dev.sshpulse.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Establishment;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.SshListener;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class NarratedTest {
  private static final Duration ROUND_TRIP = Duration.ofMillis(3);

  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final Listeners listeners = new Listeners(new Faults());
  private final PulseClock clock = new PulseClock();
  private final LiveConnection connection = new FixedTraffic(0, 0).connection(Side.CLIENT);
  private final Narrated narrated = new Narrated(connection, clock, listeners);

  private final SshListener listener =
      new SshListener() {
        @Override
        public void connectionRecognised(SshConnection recognised) {}

        @Override
        public void connectionEnded(Ending ending) {}

        @Override
        public void connectionEstablished(Establishment establishment) {
          heard.add("established by " + establishment.library().label());
        }

        @Override
        public void keepAliveAnswered(SshConnection answered, Duration roundTrip) {
          heard.add("answered");
        }
      };

  @Test
  void tellsThatAConnectionCanBeUsedOnce() {
    connection.told();

    narrated.establish(by(Library.JSCH));
    narrated.establish(by(Library.UNKNOWN));
    new Narrated(connection, clock, listeners).establish(by(Library.UNKNOWN));

    assertThat(told()).containsExactly("established by jsch", "answered");
  }

  @Test
  void tellsNothingOfAConnectionNobodyKnowsOf() {
    narrated.establish(by(Library.JSCH));
    narrated.tell(event -> event.keepAliveAnswered(narrated.connection(), ROUND_TRIP));
    connection.told();

    assertThat(told()).containsExactly("answered");
  }

  @Test
  void isOfItsConnectionAndItsClock() {
    long now = System.nanoTime();

    assertThat(narrated.connection()).isSameAs(connection.watched().connection);
    assertThat(narrated.side()).isEqualTo(Side.CLIENT);
    assertThat(narrated.instant(now)).isEqualTo(clock.instantOfNanos(now));
    assertThat(narrated.millis(now)).isEqualTo(clock.millisOfNanos(now));
  }

  /** All that was told before this, and this. */
  private Queue<String> told() {
    narrated.tell(event -> event.keepAliveAnswered(narrated.connection(), ROUND_TRIP));
    Thread teller = new Thread(() -> listeners.tell(List.of(listener)), "teller");
    teller.setDaemon(true);
    teller.start();
    await().until(() -> heard.contains("answered"));
    return heard;
  }

  private Establishment by(Library library) {
    SshConnection of = narrated.connection();
    return new Establishment(of, of.recognisedAt(), true, library, "", null, null, null, null);
  }
}
