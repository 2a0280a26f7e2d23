package dev.sshpulse.packed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.WirePairs;
import dev.sshpulse.stack.Dashboard;
import dev.sshpulse.stack.Node;
import dev.sshpulse.stack.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real Prometheus scrapes the agent, and answers what the dashboard asks. */
class PrometheusIT {
  private static final int PAIRS = 3;
  private static final int BROKEN_PIPES = 3;
  private static final String ACTIVE = "Active SSH connections";
  private static final String SIGPIPE = "Broken pipes on SSH connections";
  private static final Map<String, String> ALL =
      Map.of("job", ".+", "instance", ".+", "__rate_interval", "5m");

  private final Dashboard overview = Dashboard.of("sshpulse-overview.json");

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void answersBothPanels(Jdk jdk) throws Exception {
    try (HostJvm host = HostJvm.on(jdk).agent().start(WirePairs.class, "" + PAIRS);
        Prometheus prometheus = Prometheus.scraping(host.url(), directory)) {
      String instance = Prometheus.instance(host.url());
      host.awaitOutput("open " + PAIRS);
      eventually(() -> assertThat(answer(prometheus, ACTIVE, instance)).isEqualTo(2 * PAIRS));
      eventually(() -> assertThat(answer(prometheus, SIGPIPE, instance)).isZero());

      host.type("break").awaitOutput("broken pipes " + BROKEN_PIPES);

      eventually(() -> assertIsTheRateOfThree(answer(prometheus, SIGPIPE, instance)));
      eventually(() -> assertThat(answer(prometheus, ACTIVE, instance)).isEqualTo(2 * PAIRS));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void answersBothPanelsOfTheDemo(Jdk jdk) throws Exception {
    try (HostJvm demo = demo(jdk);
        Prometheus prometheus = Prometheus.scraping(metricsOf(demo), directory)) {
      String instance = Prometheus.instance(metricsOf(demo));

      eventually(() -> assertThat(answer(prometheus, ACTIVE, instance)).isPositive());
      eventually(() -> assertThat(answer(prometheus, SIGPIPE, instance)).isPositive());
    }
  }

  private static HostJvm demo(Jdk jdk) {
    String jar = HostJvm.JAR.toString();
    return HostJvm.on(jdk).option("-jar", jar, "demo", "--listen", "127.0.0.1:0").launch();
  }

  private static String metricsOf(HostJvm demo) {
    demo.awaitOutput("/metrics\n");
    Matcher url = Pattern.compile("http://\\S+/metrics").matcher(demo.out());
    assertThat(url.find()).as(demo.out()).isTrue();
    return url.group();
  }

  /** A rate is extrapolated by at most an interval: to less than double with two samples. */
  private static void assertIsTheRateOfThree(double perSecond) {
    double perWindow = perSecond * Duration.ofMinutes(5).toSeconds();
    assertThat(perWindow).isBetween(BROKEN_PIPES - 0.001, 2.0 * BROKEN_PIPES);
  }

  /** The value of the one line in a panel, which is this instance's. */
  private double answer(Prometheus prometheus, String panel, String instance) {
    List<Node> lines = prometheus.query(overview.query(panel, ALL));
    assertThat(lines).as(panel).hasSize(1);
    assertThat(overview.legend(panel)).isEqualTo("{{instance}}");
    assertThat(lines.get(0).at("metric").value()).isEqualTo(Map.of("instance", instance));
    return Double.parseDouble(lines.get(0).at("value").list().get(1).text());
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void fillsTheVariables(Jdk jdk) throws Exception {
    try (HostJvm host = HostJvm.on(jdk).agent().start(WirePairs.class, "" + PAIRS);
        Prometheus prometheus = Prometheus.scraping(host.url(), directory)) {
      String instance = Prometheus.instance(host.url());

      eventually(() -> assertThat(choices(prometheus, "job")).isEqualTo(List.of("sshpulse")));

      assertThat(choices(prometheus, "instance")).isEqualTo(List.of(instance));
    }
  }

  private Object choices(Prometheus prometheus, String variable) {
    String query = overview.variableQuery(variable, ALL);
    Matcher parts = Pattern.compile("label_values\\((.+), ([a-z]+)\\)").matcher(query);
    assertThat(parts.matches()).as(query).isTrue();
    return prometheus.labelValues(parts.group(1), parts.group(2));
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void isScrapedInOpenMetrics(Jdk jdk) throws Exception {
    try (HostJvm host = HostJvm.on(jdk).agent().start(WirePairs.class, "" + PAIRS);
        Prometheus prometheus = Prometheus.scraping(host.url(), directory)) {

      eventually(() -> assertThat(up(prometheus)).isCloseTo(1, within(0.0)));

      // Prometheus' own text format has neither a counter without its suffix nor the type info.
      assertThat(prometheus.type("ssh_sigpipe")).isEqualTo("counter");
      assertThat(prometheus.type("sshpulse_build")).isEqualTo("info");
    }
  }

  /** Spans are made whether or not anybody takes them. */
  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void leadsFromAFailureToItsTrace(Jdk jdk) throws Exception {
    HostJvm.Builder builder =
        HostJvm.on(jdk).agent().environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
    try (HostJvm host = builder.start(WirePairs.class, "" + PAIRS);
        Prometheus prometheus = Prometheus.scraping(host.url(), directory)) {
      host.type("break").awaitOutput("broken pipes " + BROKEN_PIPES);

      eventually(() -> assertThat(prometheus.exemplars("ssh_sigpipe_total")).isNotEmpty());

      String trace = trace(prometheus, "ssh_sigpipe_total");
      assertThat(trace).matches("[0-9a-f]{32}");
      assertThat(trace(prometheus, "ssh_connection_failures_total{cause=\"broken_pipe\"}"))
          .isEqualTo(trace);
      assertThat(trace(prometheus, "ssh_failure_detection_seconds_bucket")).isEqualTo(trace);
    }
  }

  private static String trace(Prometheus prometheus, String selector) {
    return prometheus.exemplars(selector).get(0).at("labels").at("trace_id").text();
  }

  private static double up(Prometheus prometheus) {
    Node sample = prometheus.query("up{job=\"sshpulse\"}").get(0).at("value");
    return Double.parseDouble(sample.list().get(1).text());
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void hasNothingThatPromtoolWouldChange(Jdk jdk) throws Exception {
    String promtool = Tool.path("promtool", "prometheus");
    try (HostJvm host = HostJvm.on(jdk).agent().start(WirePairs.class, "" + PAIRS)) {
      String metrics = HostJvm.get(host.url());
      assertThat(metrics).contains("ssh_sigpipe_total{");
      Process check =
          new ProcessBuilder(promtool, "check", "metrics").redirectErrorStream(true).start();

      check.getOutputStream().write(metrics.getBytes(StandardCharsets.UTF_8));
      check.getOutputStream().close();
      String complaints = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(complaints).isEmpty();
      assertThat(check.waitFor(60, SECONDS)).isTrue();
      assertThat(check.exitValue()).isZero();
    }
  }

  private static void eventually(Runnable assertion) {
    ConditionFactory patiently = await().atMost(Duration.ofSeconds(60));
    patiently.ignoreException(IndexOutOfBoundsException.class).untilAsserted(assertion::run);
  }
}
