package dev.sshpulse.cli.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapeTest {

  private static final Scrape SCRAPE =
      Scrape.parse(
          """
          # HELP ssh_active_connections SSH connections open now
          # TYPE ssh_active_connections gauge
          ssh_active_connections{side="client"} 5.0
          ssh_active_connections{side="server"} 7.0

          up 1
          odd{text="a \\"quoted\\", text}",side="client"} 1.5E3 1700000000000
          """);

  @Test
  void findsASampleByItsLabels() {
    assertThat(SCRAPE.sum("ssh_active_connections", Map.of("side", "server"))).hasValue(7);
  }

  @Test
  void addsUpWhatTheLabelsLeaveOpen() {
    assertThat(SCRAPE.sum("ssh_active_connections", Map.of())).hasValue(12);
  }

  @Test
  void knowsThatAbsentIsNotZero() {
    assertThat(SCRAPE.sum("ssh_active_connections", Map.of("side", "middle"))).isEmpty();
    assertThat(SCRAPE.sum("ssh_active", Map.of())).isEmpty();
  }

  @Test
  void readsSamplesWithoutLabelsAndLabelsWithQuotes() {
    assertThat(SCRAPE.sum("up", Map.of())).hasValue(1);
    assertThat(SCRAPE.sum("odd", Map.of("side", "client"))).hasValue(1500);
  }

  @Test
  void namesTheLineThatIsNone() {
    assertThatThrownBy(() -> Scrape.parse("<html>"))
        .hasMessage("not a line of Prometheus' text format: <html>");
  }
}
