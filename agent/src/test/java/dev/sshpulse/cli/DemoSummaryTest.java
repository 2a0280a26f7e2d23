package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.cli.agents.Scrape;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {

  private static final String SEEN =
      "CLIENT_OPENED=9 SERVER_OPENED=8 CLIENT_ENDED=7 SERVER_ENDED=6 SERVER_COMMAND_ENDED=20"
          + " CONNECTION_RESET=2 BROKEN_PIPE=3 HUNG_UP=1 REFUSED=4";
  private static final String METRICS =
      """
      ssh_connections_total{side="client"} 9.0
      ssh_connections_total{side="server"} 8.0
      ssh_connection_endings_total{side="client"} 7.0
      ssh_connection_endings_total{side="server"} 6.0
      ssh_active_connections{side="client"} 1.0
      ssh_active_connections{side="server"} 1.0
      ssh_connection_failures_total{cause="connection_reset",initiator="peer",side="client"} 2.0
      ssh_connection_failures_total{cause="broken_pipe",initiator="peer",side="client"} 1.0
      ssh_connection_failures_total{cause="unexpected_eof",initiator="peer",side="server"} 1.0
      ssh_sigpipe_total{side="client"} 3.0
      ssh_sigpipe_total{side="server"} 0.0
      socket_io_errors_total{error="broken_pipe",operation="write",protocol="ssh"} 3.0
      socket_io_errors_total{error="connection_reset",operation="read",protocol="ssh"} 2.0
      socket_io_errors_total{error="timed_out",operation="read",protocol="ssh"} 0.0
      socket_io_errors_total{error="connection_refused",operation="connect",protocol="other"} 4.0
      socket_io_errors_total{error="connection_reset",operation="read",protocol="other"} 50.0
      """;

  @Test
  void saysWhatWasProvokedAndWhatWasCountedLineByLine() {
    DemoSummary summary = summary(METRICS);

    assertThat(summary.agrees()).isTrue();
    assertThat(summary)
        .hasToString(
            """
            connections opened, client side: provoked 9, counted 9
            connections opened, server side: provoked 8, counted 8
            connections ended, client side: provoked 7, counted 7
            connections ended, server side: provoked 6, counted 6
            resets: provoked 2, counted 2
            broken pipes: provoked 3, counted 3
            connections killed by connection_reset, client side: provoked 2, counted 2
            connections killed by broken_pipe, client side: provoked 1, counted 1
            refused connects: provoked 4, counted 4
            other failed calls on SSH connections: provoked 0, counted 0
            vanished, still open, client side: provoked 1, counted 1
            vanished, still open, server side: provoked 1, counted 1
            every figure agrees""");
  }

  @Test
  void namesTheFigureThatDiffers() {
    DemoSummary summary = summary(METRICS.replace("side=\"client\"} 3.0", "side=\"client\"} 2.0"));

    assertThat(summary.agrees()).isFalse();
    assertThat(summary.toString())
        .contains("broken pipes: provoked 3, counted 2\n")
        .endsWith("\n1 figure differs: broken pipes");
  }

  @Test
  void noticesFailuresThatNobodyProvoked() {
    DemoSummary summary =
        summary(METRICS.replace("protocol=\"ssh\"} 0.0", "protocol=\"ssh\"} 1.0"));

    assertThat(summary.toString())
        .endsWith("\n1 figure differs: other failed calls on SSH connections");
  }

  @Test
  void takesAbsentForADifferenceAlsoFromZero() {
    DemoSummary summary = summary("up 1\n");

    assertThat(summary.toString())
        .contains("other failed calls on SSH connections: provoked 0, counted nothing\n")
        .contains("\n12 figures differ: connections opened, client side; ");
  }

  private static DemoSummary summary(String metrics) {
    return DemoSummary.of(Tally.parse(SEEN), 1, Scrape.parse(metrics));
  }
}
