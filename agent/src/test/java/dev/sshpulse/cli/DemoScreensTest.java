package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.cli.agents.Scrape;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoScreensTest {

  private static final URI METRICS = URI.create("http://127.0.0.1:9922/metrics");
  private static final Scrape SCRAPE =
      Scrape.parse(
          """
          ssh_active_connections{side="client"} 5.0
          ssh_active_connections{side="server"} 4.0
          ssh_received_bytes_total{side="client"} 1234567890.0
          ssh_connection_failures_total{cause="leaked",initiator="local",side="server"} 3.0
          ssh_connection_failures_total{cause="other",initiator="local",side="server"} 0.0
          socket_io_errors_total{error="connection_reset",operation="read",protocol="ssh"} 2.0
          socket_io_errors_total{error="broken_pipe",operation="write",protocol="ssh"} 0.0
          """);

  private final StringWriter out = new StringWriter();

  @Test
  void theTableShowsBothSidesAndOnlyCallsThatFailed() {
    TableScreen screen = new TableScreen(new PrintWriter(out), Duration.ofSeconds(30));
    screen.happened(Duration.ofSeconds(61), "a middlebox resets idle connection 3");

    screen.show(Duration.ofSeconds(62), METRICS, SCRAPE);

    assertThat(out.toString())
        .contains(
            "01:02 of 00:30",
            "yourself: http://127.0.0.1:9922/ and http://127.0.0.1:9922/metrics\u001b[K")
        .containsPattern("open now +5 +4\\b")
        .containsPattern("bytes received +1,234,567,890 +-\u001b")
        .containsPattern("leaked +local +server +3\\b")
        .containsPattern("ssh +read +connection_reset +2\\b")
        .contains("01:01  a middlebox resets idle connection 3")
        .doesNotContain("broken_pipe");
  }

  @Test
  void aLineThatIsTooLongIsCutAndNotWrapped() {
    TableScreen screen = new TableScreen(new PrintWriter(out), null);
    screen.happened(Duration.ZERO, "a happening ".repeat(20));

    screen.show(Duration.ZERO, METRICS, SCRAPE);

    assertThat(out.toString().lines()).allMatch(line -> line.length() < 80 + "\u001b[K".length());
  }

  @Test
  void theTableIsDrawnOverTheOneBefore() {
    TableScreen screen = new TableScreen(new PrintWriter(out), null);
    screen.show(Duration.ZERO, METRICS, SCRAPE);
    long lines = out.toString().chars().filter(c -> c == '\n').count();

    screen.show(Duration.ofSeconds(1), METRICS, SCRAPE);

    assertThat(out.toString()).contains("\u001b[" + lines + "Fsshpulse demo   00:01");
  }

  @Test
  void intoAPipeEverythingThatHappensIsALineAndFiguresComeNowAndThen() {
    LineScreen screen = new LineScreen(new PrintWriter(out));

    screen.happened(Duration.ofSeconds(1), "first");
    for (int second = 0; second < 11; second++) {
      screen.show(Duration.ofSeconds(second), METRICS, SCRAPE);
    }

    List<String> figures = out.toString().lines().filter(line -> line.contains("agent: ")).toList();
    assertThat(figures).hasSize(3).first().asString().contains("open 5 client 4 server");
    assertThat(out.toString()).startsWith("00:01  first\n").doesNotContain("\u001b");
  }
}
