package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.host.AgentsNextDoor;
import dev.sshpulse.host.TcpAddresses;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What one sshpulse exports, another on the same host reads. */
class NextDoorTest {
  private static final Instant OPENED = Instant.parse("2026-11-22T10:00:00Z");
  private static final InetSocketAddress HERE = new InetSocketAddress("2001:db8::1", 22);
  private static final InetSocketAddress FIRST = new InetSocketAddress("192.0.2.1", 40001);
  private static final InetSocketAddress SECOND = new InetSocketAddress("2001:db8::2", 40002);

  private final Shown shown = new Shown("0.1.0", "metrics");

  @Test
  void joinsLiveAndEndedConnectionsByBothAddresses() throws IOException {
    shown.connections.add(
        new ConnectionStatus(
            connection(1, FIRST),
            Library.UNKNOWN,
            Duration.ZERO,
            Protection.PROTECTED,
            null,
            null,
            null,
            0,
            0,
            null));
    shown.endings.add(
        new Ending(
            connection(2, SECOND),
            OPENED,
            Duration.ZERO,
            new Verdict(Cause.BROKEN_PIPE, Initiator.PEER),
            Duration.ZERO,
            Duration.ZERO,
            0,
            0,
            null));
    try (Exporter exporter =
        Exporter.start("127.0.0.1", 0, shown, NextDoorTest::thread, new Faults())) {
      AgentsNextDoor agents =
          new AgentsNextDoor(List.of(exporter.address()), Duration.ofSeconds(60));

      AgentsNextDoor.Reading live = agents.read();
      AgentsNextDoor.Reading ended = agents.ended();

      assertThat(live.status().reason()).startsWith("agents at 127.0.0.1:");
      assertThat(live.connections()).isEqualTo(Map.of(TcpAddresses.of(HERE, FIRST), Side.SERVER));
      assertThat(ended.connections()).isEqualTo(Map.of(TcpAddresses.of(HERE, SECOND), Side.SERVER));
    }
  }

  private static SshConnection connection(long id, InetSocketAddress peer) {
    return new SshConnection(id, Side.SERVER, OPENED, OPENED, HERE, peer);
  }

  private static Thread thread(Runnable runnable) {
    Thread thread = new Thread(runnable, "exporter-of-a-test");
    thread.setDaemon(true);
    return thread;
  }
}
