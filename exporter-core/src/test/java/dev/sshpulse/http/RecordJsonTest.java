package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SshConnection;
import dev.sshpulse.model.Verdict;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

  private static final Instant OPENED = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant RECOGNISED = OPENED.plusMillis(40);
  private static final InetSocketAddress LOCAL = new InetSocketAddress("127.0.0.1", 22);
  private static final InetSocketAddress PEER = new InetSocketAddress("2001:db8::1", 4711);

  @Test
  void tellsAllOfAnEnding() {
    Ending ending =
        new Ending(
            connection(7),
            RECOGNISED.plusMillis(12_300),
            Duration.ofMillis(12_300),
            new Verdict(Cause.BROKEN_PIPE, Initiator.PEER),
            Duration.ofSeconds(3),
            Duration.ofMillis(100),
            1,
            2,
            null);

    assertThat(RecordJson.endings("agent", List.of(ending), null, true))
        .isEqualTo(
            """
            {"observer":"agent","endings":[{"id":7,"side":"client","at":"2026-11-22T10:00:12.340Z",\
            "cause":"broken_pipe","initiator":"peer","failed":true,"turn":"peer",\
            "look_first":"Why the peer closed: its log at that moment, its timeouts, its limits.",\
            "retry":"after a change",\
            "opened_at":"2026-11-22T10:00:00Z","recognised_at":"2026-11-22T10:00:00.040Z",\
            "duration_seconds":12.3,"idle_seconds":3.0,"detection_seconds":0.1,\
            "received_bytes":1,"sent_bytes":2,\
            "local":"127.0.0.1:22","peer":"[2001:db8::1]:4711"}]}
            """);
  }

  @Test
  void saysNoBeginningOfAConnectionThatIsSeenFromTheMiddle() {
    SshConnection middle = new SshConnection(7, Side.CLIENT, OPENED, RECOGNISED, null, PEER, true);
    Ending ending =
        new Ending(
            middle,
            RECOGNISED,
            Duration.ZERO,
            new Verdict(Cause.CLOSED, Initiator.PEER),
            Duration.ZERO,
            Duration.ZERO,
            1,
            2,
            null);

    assertThat(RecordJson.endings("agent", List.of(ending), null, true))
        .contains("\"side\":\"client\",\"seen\":\"from_the_middle\",")
        .doesNotContain("opened_at");
  }

  @Test
  void saysAfterWhichSilenceAPathForgets() {
    PathTimeout timeout = new PathTimeout(290_500, 300_000);

    assertThat(RecordJson.endings("agent", List.of(), timeout, false))
        .isEqualTo(
            "{\"observer\":\"agent\",\"path_idle_timeout\":{\"lower_seconds\":290.5,\"upper_seconds\":300.0,\"advice\":\""
                + timeout.advice()
                + "\"},\"endings\":[]}\n");
    assertThat(RecordJson.endings("agent", List.of(), new PathTimeout(0, 1), false))
        .contains("\"upper_seconds\":0.001")
        .doesNotContain("lower");
  }

  @Test
  void tellsAllOfAConnection() {
    ConnectionStatus status =
        new ConnectionStatus(
            connection(7),
            Library.JSCH,
            Duration.ofMillis(45_100),
            Protection.NO_KEEPALIVE,
            Duration.ofSeconds(40),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            1,
            2,
            null);

    assertThat(RecordJson.connections("agent", List.of(status), true))
        .isEqualTo(
            """
            {"observer":"agent","connections":[{"id":7,"side":"client",\
            "opened_at":"2026-11-22T10:00:00Z","recognised_at":"2026-11-22T10:00:00.040Z",\
            "library":"jsch","silent_seconds":45.1,"protection":"no_keepalive","unanswered_seconds":40.0,\
            "blocked_writer_seconds":30.0,"peer_closed_seconds":20.0,\
            "received_bytes":1,"sent_bytes":2,\
            "local":"127.0.0.1:22","peer":"[2001:db8::1]:4711"}]}
            """);
  }

  @Test
  void leavesOutWhatIsNotKnown() {
    SshConnection unix = new SshConnection(1, Side.SERVER, OPENED, RECOGNISED, null, null);

    assertThat(RecordJson.connections("agent", List.of(status(unix)), true))
        .doesNotContain("unanswered", "blocked", "peer", "local", "null", "left_out");
  }

  @Test
  void keepsAddressesFromStrangersAndNothingElse() {
    String shown = RecordJson.connections("agent", List.of(status(connection(7))), true);
    String hidden = RecordJson.connections("agent", List.of(status(connection(7))), false);

    assertThat(hidden)
        .doesNotContain("127.0.0.1", "2001:db8")
        .isEqualTo(
            shown.replace(",\"local\":\"127.0.0.1:22\",\"peer\":\"[2001:db8::1]:4711\"", ""));
  }

  @Test
  void saysThatThereIsNothing() {
    assertThat(RecordJson.endings("agent", List.of(), null, true))
        .isEqualTo("{\"observer\":\"agent\",\"endings\":[]}\n");
    assertThat(RecordJson.connections("agent", List.of(), true))
        .isEqualTo("{\"observer\":\"agent\",\"connections\":[]}\n");
  }

  @Test
  void saysFirstWhoHasSeenIt() {
    assertThat(RecordJson.endings("sidecar", List.of(), null, true))
        .startsWith("{\"observer\":\"sidecar\",");
    assertThat(RecordJson.connections("sidecar", List.of(), true))
        .startsWith("{\"observer\":\"sidecar\",");
  }

  @Test
  void saysHowManyConnectionsItLeavesOut() {
    List<ConnectionStatus> statuses = new ArrayList<>();
    for (int id = 1; id <= RecordJson.MOST_CONNECTIONS + 5; id++) {
      statuses.add(status(connection(id)));
    }

    String text = RecordJson.connections("agent", statuses, true);

    assertThat(text)
        .contains("\"id\":10000,")
        .doesNotContain("\"id\":10001,")
        .endsWith("}],\"left_out\":5}\n")
        .hasSizeLessThan(4 << 20);
  }

  private static ConnectionStatus status(SshConnection connection) {
    return new ConnectionStatus(
        connection,
        Library.UNKNOWN,
        Duration.ZERO,
        Protection.PROTECTED,
        null,
        null,
        null,
        0,
        0,
        null);
  }

  private static SshConnection connection(long id) {
    return new SshConnection(id, Side.CLIENT, OPENED, RECOGNISED, LOCAL, PEER);
  }
}
