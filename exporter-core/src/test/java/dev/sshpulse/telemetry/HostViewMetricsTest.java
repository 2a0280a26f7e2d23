package dev.sshpulse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.LogCounts;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.model.TcpCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a sidecar exposes, and what it does not. */
class HostViewMetricsTest {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static final String LOGINS =
      "ssh_auth_attempts_total{method=\"password\",side=\"server\"}";
  private static final String[] LIVING = {"ssh_active_connections", "ssh_unprotected_connections"};
  private static final String[] DETAILS = {
    "ssh_received_bytes_total",
    "ssh_sent_bytes_total",
    "ssh_tcp_retransmits_total",
    "ssh_tcp_rtt_seconds",
    "ssh_blocked_writers"
  };

  private final Sockets sockets = new Sockets();
  private final Health health = new Health();
  private boolean logKnown = true;
  private final AtomicReference<List<SourceStatus>> sources =
      new AtomicReference<>(List.of(source("sock_diag", true)));

  private static SourceStatus source(String name, boolean up) {
    return new SourceStatus(name, up, "", Duration.ofMillis(3));
  }

  /** A kernel's figures. */
  private static final class Sockets implements TcpCounts {
    boolean readable = true;
    boolean detailed = true;

    @Override
    public boolean readable() {
      return readable;
    }

    @Override
    public boolean detailed() {
      return detailed;
    }

    @Override
    public List<String> states() {
      return List.of("established", "close_wait");
    }

    @Override
    public long connections(String state) {
      return state.equals("established") ? 3 : 1;
    }

    @Override
    public long retransmits() {
      return 4;
    }

    @Override
    public long sendQueueBytes() {
      return 5;
    }

    @Override
    public long keepAlive(boolean on) {
      return on ? 2 : 1;
    }

    @Override
    public long keepAliveUnanswered() {
      return 1;
    }
  }

  /** A log's figures. */
  private static final class Log implements LogCounts {
    @Override
    public long authAttempts(Side side, AuthMethod method) {
      return 9;
    }

    @Override
    public long authFailures(Side side, AuthMethod method) {
      return 8;
    }

    @Override
    public long sigpipes() {
      return 7;
    }
  }

  private Telemetry open(LogCounts log) {
    return Telemetry.open(
        new Build("0.1.0", "abc1234", "17"),
        new Observations(
            new Figures(),
            null,
            health,
            () -> null,
            new Faults(),
            List::of,
            () -> true,
            new HostObservations(sockets, log, () -> logKnown, fact -> null, sources::get)),
        new Properties(),
        Map.of());
  }

  private static Exposition scraped(Telemetry telemetry) {
    return new Exposition(telemetry.scrape(TEXT));
  }

  @Test
  void exposesWhatTheKernelSays() {
    Telemetry telemetry = open(null);
    telemetry.roundTrip(Duration.ofMillis(20));

    Map<String, Double> samples = scraped(telemetry).samples();

    assertThat(samples)
        .containsEntry("ssh_tcp_connections{state=\"established\"}", 3.0)
        .containsEntry("ssh_tcp_keepalive_connections{keepalive=\"off\"}", 1.0)
        .containsEntry("ssh_tcp_keepalive_unanswered_connections", 1.0)
        .containsEntry("ssh_tcp_retransmits_total", 4.0)
        .containsEntry("ssh_tcp_send_queue_bytes", 5.0)
        .containsEntry("ssh_tcp_rtt_seconds_count", 1.0)
        .containsEntry("sshpulse_source_up{source=\"sock_diag\"}", 1.0);
  }

  @Test
  void leavesOutWhatNobodyCounts() {
    Exposition exposed = scraped(open(null));

    assertThat(exposed.types())
        .doesNotContainKeys(
            "ssh_auth_attempts_total",
            "ssh_channels_total",
            "ssh_handshake_duration_seconds",
            "host_tcp_timeouts_total");
  }

  @Test
  void tellsOfLoginsOnlyWhereALogIsRead() {
    Map<String, Double> samples = scraped(open(new Log())).samples();

    assertThat(samples)
        .containsEntry("ssh_auth_attempts_total{method=\"password\",side=\"server\"}", 9.0)
        .doesNotContainKey("ssh_auth_attempts_total{method=\"password\",side=\"client\"}");
  }

  @Test
  void takesAwayWhatCanNoLongerBeRead() {
    Telemetry telemetry = open(null);
    scraped(telemetry);

    sockets.readable = false;
    sources.set(List.of(source("sock_diag", false), source("proc", true)));
    Map<String, Double> without = scraped(telemetry).samples();
    sockets.readable = true;
    sources.set(List.of(source("proc", true)));
    Map<String, Double> again = scraped(telemetry).samples();

    assertThat(without)
        .doesNotContainKey("ssh_tcp_send_queue_bytes")
        .containsEntry("sshpulse_source_up{source=\"sock_diag\"}", 0.0);
    assertThat(again)
        .containsEntry("ssh_tcp_send_queue_bytes", 5.0)
        .doesNotContainKey("sshpulse_source_up{source=\"sock_diag\"}");
  }

  @Test
  void doesNotTellOfLoginsBeforeTheLogCouldBeRead() {
    logKnown = false;
    Telemetry telemetry = open(new Log());
    Map<String, Double> before = scraped(telemetry).samples();

    logKnown = true;
    Map<String, Double> after = scraped(telemetry).samples();
    Map<String, Double> later = scraped(telemetry).samples();

    assertThat(before).doesNotContainKey(LOGINS);
    assertThat(after).containsKey(LOGINS);
    assertThat(later).containsKey(LOGINS);
  }

  @Test
  void doesNotShowWhatProcDoesNotTell() {
    sockets.detailed = false;
    health.blockedWritersKnown = false;
    Telemetry telemetry = open(null);
    Map<String, String> without = types(telemetry);

    sockets.detailed = true;
    health.blockedWritersKnown = true;
    Map<String, String> with = types(telemetry);

    assertThat(without).containsKey("ssh_half_open_connections").doesNotContainKeys(DETAILS);
    assertThat(with).containsKeys(DETAILS);
  }

  @Test
  void takesAwayWhatProcDoesNotTellAndGoesOnCountingAfterwards() {
    Telemetry telemetry = open(null);
    telemetry.roundTrip(Duration.ofMillis(20));
    scraped(telemetry);

    sockets.detailed = false;
    health.blockedWritersKnown = false;
    Map<String, String> without = types(telemetry);
    sockets.detailed = true;
    health.blockedWritersKnown = true;
    telemetry.roundTrip(Duration.ofMillis(20));
    Map<String, Double> again = scraped(telemetry).samples();

    assertThat(without).doesNotContainKeys(DETAILS);
    assertThat(again)
        .containsEntry("ssh_tcp_rtt_seconds_count", 2.0)
        .containsKey("ssh_sent_bytes_total{side=\"client\"}");
  }

  @Test
  void doesNotTellOfConnectionsWhileNoSourceCanBeRead() {
    Telemetry telemetry = open(null);
    Map<String, String> before = types(telemetry);

    sockets.readable = false;
    Map<String, String> without = types(telemetry);
    sockets.readable = true;
    Map<String, String> again = types(telemetry);

    assertThat(before).containsKeys(LIVING);
    assertThat(without).doesNotContainKeys(LIVING).containsKey("ssh_connections_total");
    assertThat(again).containsKeys(LIVING);
  }

  private static Map<String, String> types(Telemetry telemetry) {
    return scraped(telemetry).types();
  }
}
