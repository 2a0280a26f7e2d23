package dev.sshpulse.stack;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What panels answer to somebody in trouble, as Prometheus' own tool evaluates their queries. */
class DashboardAnswersTest {
  private static final Map<String, String> VARIABLES =
      Map.of("job", ".+", "instance", ".+", "__rate_interval", "2m", "__range", "10m");

  /** A NAT that forgets: nobody answers, and no pipe breaks. */
  private static final String FORGOTTEN =
      """
      - {series: 'ssh_sigpipe_total{job="j",instance="a",side="client"}', values: '0x20'}
      - {series: 'ssh_connection_endings_total{job="j",instance="a",side="client"}', values: '0+120x20'}
      - {series: 'ssh_connection_failures_total{job="j",instance="a",side="client",cause="retransmission_timeout",initiator="network"}', values: '0+60x20'}
      - {series: 'ssh_connection_failures_total{job="j",instance="a",side="client",cause="idle_timeout",initiator="local"}', values: '0x20'}
      """;

  /** Two paths: one forgets within a minute, the other within an hour. */
  private static final String TWO_PATHS =
      """
      - {series: 'ssh_path_idle_timeout_seconds{job="j",instance="office",bound="lower"}', values: '50x20'}
      - {series: 'ssh_path_idle_timeout_seconds{job="j",instance="office",bound="upper"}', values: '60x20'}
      - {series: 'ssh_path_idle_timeout_seconds{job="j",instance="cloud",bound="lower"}', values: '3000x20'}
      - {series: 'ssh_path_idle_timeout_seconds{job="j",instance="cloud",bound="upper"}', values: '3600x20'}
      """;

  /** One process missed a scrape, one was started anew meanwhile, one came for the first time. */
  private static final String STARTS =
      """
      - {series: 'sshpulse_start_duration_seconds{job="j",instance="missed"}', values: '2.748x10 stale 2.748x9'}
      - {series: 'sshpulse_start_duration_seconds{job="j",instance="anew"}', values: '2.748x10 stale 2.9x9'}
      - {series: 'sshpulse_start_duration_seconds{job="j",instance="first"}', values: '_x11 2.5x9'}
      """;

  @TempDir Path directory;

  @Test
  void leadsFlowsThatANatForgotToTheBranchWithoutBrokenPipesAndToTheirCause() throws Exception {
    String file = "sshpulse-diagnosis.json";

    assertAnswer(FORGOTTEN, file, "So", "{labels: '{}', value: 0}");
    assertAnswer(
        FORGOTTEN,
        file,
        "Who ended them, in the time shown",
        """
        {labels: '{initiator="network"}', value: 600}, {labels: '{initiator="local"}', value: 0},
        {labels: '{initiator="in order"}', value: 600}""");
    assertAnswer(
        FORGOTTEN,
        file,
        "What ended them, in the time shown",
        """
        {labels: '{cause="retransmission_timeout",initiator="network"}', value: 600},
        {labels: '{cause="all that failed"}', value: 600}""");
    assertAnswer(
        FORGOTTEN,
        file,
        "Ended by the peer or the path",
        "{labels: '{cause=\"retransmission_timeout\",initiator=\"network\"}', value: 1}");
  }

  @ParameterizedTest
  @CsvSource({
    "sshpulse-diagnosis.json, The path forgets a flow",
    "sshpulse-overview.json, The idle timeout of the path"
  })
  void namesTheLowerBoundOfTheStrictestPathAndOfNoOther(String file, String panel)
      throws Exception {
    assertAnswer(TWO_PATHS, file, panel, "{labels: '{}', value: 50}");
  }

  @Test
  void marksStartsAndNoScrapeThatWasMissed() throws Exception {
    String query = Dashboard.of("sshpulse-overview.json").restarts(VARIABLES);

    assertAnswer(
        STARTS,
        query,
        """
        {labels: '{job="j",instance="anew"}', value: 1},
        {labels: '{job="j",instance="first"}', value: 1}""");
  }

  private void assertAnswer(String series, String file, String panel, String answer)
      throws Exception {
    assertAnswer(series, Dashboard.of(file).query(panel, VARIABLES), answer);
  }

  /** After twelve minutes. */
  private void assertAnswer(String series, String query, String answer) throws Exception {
    Path test =
        Files.writeString(
            directory.resolve("test.yaml"),
            """
            tests:
              - interval: 1m
                input_series:
            %s
                promql_expr_test:
                  - {expr: '%s', eval_time: 12m, exp_samples: [%s]}
            """
                .formatted(series.indent(6).stripTrailing(), query, answer.replace('\n', ' ')));
    Process promtool =
        new ProcessBuilder(Tool.path("promtool", "prometheus"), "test", "rules", test.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor(60, SECONDS)).isTrue();
    assertThat(promtool.exitValue()).as(said).isZero();
  }
}
