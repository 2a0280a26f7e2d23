package dev.sshpulse.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedMetricsTest {

  private static final String COUNTER =
      """
      # HELP ssh_sigpipe_total Writes that failed
      # TYPE ssh_sigpipe_total counter
      ssh_sigpipe_total{side="client"} 1.0
      ssh_sigpipe_total{side="server"} 2.0
      """;

  private static final String HISTOGRAM =
      """
      # HELP ssh_sigpipe_seconds How long
      # TYPE ssh_sigpipe_seconds histogram
      ssh_sigpipe_seconds_bucket{le="+Inf"} 0
      ssh_sigpipe_seconds_count 0
      ssh_sigpipe_seconds_sum 0.0
      """;

  private static final String GAUGE =
      """
      # HELP ssh_sigpipe_now # TYPE of a joke
      # TYPE ssh_sigpipe_now gauge
      ssh_sigpipe_now 0.0
      """;

  private static final String TEXT = COUNTER + HISTOGRAM + GAUGE;

  private static final String OPEN_METRICS =
      """
      # TYPE ssh_sigpipe counter
      # HELP ssh_sigpipe Writes that failed
      ssh_sigpipe_total{side="client"} 1.0 # {trace_id="a"} 1.0 1.0
      # TYPE sshpulse_build info
      # HELP sshpulse_build What this is
      sshpulse_build_info{version="0.1.0"} 1
      # EOF
      """;

  @ParameterizedTest
  @ValueSource(strings = {"ssh_sigpipe_total", "ssh_sigpipe", "ssh_sigpipe_created"})
  void givesACounterByItsNameAndBySamples(String name) {
    assertThat(named(TEXT, "name[]=" + name)).isEqualTo(COUNTER);
    assertThat(named(OPEN_METRICS, "name[]=" + name))
        .contains("ssh_sigpipe_total{")
        .doesNotContain("sshpulse_build")
        .endsWith("\n# EOF\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "_bucket", "_count", "_sum"})
  void givesAHistogramByItsNameAndBySamples(String suffix) {
    assertThat(named(TEXT, "name[]=ssh_sigpipe_seconds" + suffix)).isEqualTo(HISTOGRAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sshpulse_build", "sshpulse_build_info"})
  void givesAnInfoByItsNameAndByItsSample(String name) {
    assertThat(named(OPEN_METRICS, "name[]=" + name)).contains("sshpulse_build_info{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssh_sigpip", "ssh_sigpipe_totals", "ssh_sigpipe_now_total", "%zz", ""})
  void givesNothingByAnotherName(String name) {
    assertThat(named(TEXT, "name[]=" + name)).isEmpty();
    assertThat(named(OPEN_METRICS, "name[]=" + name)).isEqualTo("# EOF\n");
  }

  @Test
  void givesAllThatAreNamedInTheirOrder() {
    assertThat(named(TEXT, "x=1&name%5B%5D=ssh_sigpipe%5Fnow&name[]=ssh_sigpipe&name[]=none"))
        .isEqualTo(COUNTER + GAUGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/metrics", "/metrics?", "/metrics?name=x", "/metrics?name[]", "/metrics?&&"})
  void namesNone(String target) {
    assertThat(NamedMetrics.in(target)).isEmpty();
  }

  private static String named(String scrape, String query) {
    return NamedMetrics.of(scrape, NamedMetrics.in("/metrics?" + query));
  }
}
