package dev.sshpulse.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SilentDeathsTest {
  private final PathTimeouts paths = new PathTimeouts(Duration.ofHours(1), 8);
  private final SilentDeaths deaths = new SilentDeaths(paths, () -> 1_000_000);

  @ParameterizedTest
  @EnumSource(names = {"RETRANSMISSION_TIMEOUT", "TCP_KEEPALIVE_TIMEOUT", "TIMED_OUT"})
  void takesASilentDeathOfTheNetworkForWhatTheSilenceDid(Cause cause) {
    deaths.connectionEnded(ended(cause, Initiator.NETWORK));

    PathTimeout timeout = paths.shortest(1_000_000);
    assertThat(timeout).isNotNull();
    assertThat(timeout.upperMillis()).isEqualTo(300_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTION_RESET", "HOST_UNREACHABLE", "BROKEN_PIPE", "CLOSED"})
  void learnsNothingFromADeathThatSomebodyAnnounced(Cause cause) {
    deaths.connectionEnded(ended(cause, Initiator.NETWORK));

    assertThat(paths.shortest(1_000_000)).isNull();
  }

  @Test
  void learnsNothingFromADeathThatTheNetworkDidNotStart() {
    deaths.connectionEnded(ended(Cause.TIMED_OUT, Initiator.LOCAL));

    assertThat(paths.shortest(1_000_000)).isNull();
  }

  private static Ending ended(Cause cause, Initiator initiator) {
    InetSocketAddress peer = new InetSocketAddress("192.0.2.7", 22);
    return new Ending(
        new SshConnection(1, Side.CLIENT, Instant.EPOCH, Instant.EPOCH, peer, peer),
        Instant.EPOCH,
        Duration.ofHours(1),
        new Verdict(cause, initiator),
        Duration.ofSeconds(300),
        Duration.ofSeconds(900),
        0,
        0,
        null);
  }
}
