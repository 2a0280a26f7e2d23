package dev.sshpulse.telemetry;

import static dev.sshpulse.model.HookStatus.Status.MATCHED;
import static dev.sshpulse.model.HookStatus.Status.REFUSED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.diagnosis.Diagnosis;
import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.ChannelKind;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Protocol;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SshMetricsTest {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final Figures figures = new Figures();
  private final Tales tales = new Tales();
  private final Faults faults = new Faults();
  private final AtomicBoolean observing = new AtomicBoolean(true);
  private final AtomicReference<List<HookStatus>> hooks =
      new AtomicReference<>(List.of(new HookStatus("jdk", "17.0.15", MATCHED, "")));
  private final Health health = new Health();
  private final AtomicReference<PathTimeout> path =
      new AtomicReference<>(new PathTimeout(290_000, 310_000));
  private final Telemetry telemetry =
      Telemetry.open(
          new Build("0.1.0", "abc1234", "17.0.15"),
          new Observations(
              figures, tales, health, path::get, faults, hooks::get, observing::get, null),
          new Properties(),
          Map.of());

  @AfterEach
  void close() {
    telemetry.close(Duration.ZERO);
  }

  @Test
  void exposesTheCatalogueAndNothingElse() {
    telemetry.started(Duration.ofMillis(250));
    telemetry.webConfig(() -> true);
    telemetry.scrape(TEXT);

    Exposition exposed = new Exposition(telemetry.scrape(TEXT));

    assertThat(exposed.types()).containsExactlyInAnyOrderEntriesOf(catalogue(Meters::type));
    assertThat(exposed.helps()).containsExactlyInAnyOrderEntriesOf(catalogue(Meters::help));
  }

  private static final Pattern OF_THE_SIDECAR =
      Pattern.compile("(ssh_tcp_|ssh_server_|host_tcp_|sshpulse_source_).*");

  private interface Column {
    Object of(Meters meter);
  }

  private static Map<String, String> catalogue(Column column) {
    return Stream.of(Meters.values())
        .filter(meter -> !meter.exposedName().startsWith("sshpulse_spans_"))
        .filter(meter -> !OF_THE_SIDECAR.matcher(meter.exposedName()).matches())
        .collect(toMap(Meters::exposedName, meter -> prometheus(column.of(meter))));
  }

  private static String prometheus(Object typeOrHelp) {
    if (typeOrHelp == Meters.Type.INFO) {
      return "gauge";
    }
    return typeOrHelp instanceof Meters.Type type
        ? type.name().toLowerCase(Locale.ROOT)
        : "" + typeOrHelp;
  }

  @Test
  void startsEveryCombinationThatCanOccurAtZero() {
    path.set(null);

    Exposition exposed = new Exposition(telemetry.scrape(TEXT));

    assertThat(exposed.samplesOf("socket_io_errors_total")).isEqualTo(possibleFailures());
    assertThat(exposed.samplesOf("ssh_connection_failures_total"))
        .hasSize(failedVerdicts() * Side.values().length);
    assertThat(exposed.samplesOf("ssh_unprotected_connections")).hasSize(3 * Side.values().length);
    assertThat(exposed.samplesOf("ssh_").stream().filter(sample -> sample.contains("{side=")))
        .as("of a side and nothing else: 11 counters and gauges, counts and sums of six histograms")
        .filteredOn(sample -> !sample.contains(","))
        .hasSize((11 + 2 * 6) * Side.values().length);
    assertThat(exposed.samplesOf("ssh_connect_failures_total"))
        .hasSize(Operation.CONNECT.errors().size());
    assertThat(exposed.samplesOf("ssh_auth_attempts_total")).hasSize(12);
    assertThat(exposed.samplesOf("ssh_auth_failures_total")).hasSize(12);
    assertThat(exposed.samplesOf("ssh_active_channels")).hasSize(12);
    assertThat(exposed.samplesOf("ssh_channels_total")).hasSize(12);
    assertThat(exposed.samplesOf("sshpulse_errors_total")).hasSize(Faults.Where.values().length);
    assertThat(exposed.samplesOf("sshpulse_dropped_total")).hasSize(Faults.What.values().length);
    assertThat(exposed.samples())
        .allSatisfy((name, value) -> assertThat(value).isEqualTo(expectedAtStart(name)));
  }

  private static int failedVerdicts() {
    return (int) Diagnosis.verdicts().stream().filter(verdict -> verdict.cause().failed()).count();
  }

  private static TreeSet<String> possibleFailures() {
    TreeSet<String> series = new TreeSet<>();
    for (Operation operation : Operation.values()) {
      for (SocketError error : operation.errors()) {
        series.add(failure("other", operation, error));
        if (operation == Operation.READ || operation == Operation.WRITE) {
          series.add(failure("ssh", operation, error));
        }
      }
    }
    return series;
  }

  private static String failure(String protocol, Operation operation, SocketError error) {
    return "socket_io_errors_total{error=\"%s\",operation=\"%s\",protocol=\"%s\"}"
        .formatted(error.label(), operation.label(), protocol);
  }

  private static double expectedAtStart(String sample) {
    boolean one = sample.startsWith("sshpulse_up") || sample.contains("_info{");
    return one ? 1 : 0;
  }

  @Test
  void readsTheCountsAtTheMomentOfTheScrape() {
    telemetry.scrape(TEXT);
    figures.active(Side.SERVER, 3).sigpipes(Side.CLIENT, 2).receivedBytes(Side.SERVER, 4096);
    figures.failures(Protocol.SSH, Operation.WRITE, SocketError.BROKEN_PIPE, 5);
    faults.dropped(Faults.What.EVENT);
    faults.swallowed(Faults.Where.HANDLER);
    observing.set(false);

    Map<String, Double> samples = new Exposition(telemetry.scrape(TEXT)).samples();

    assertThat(samples)
        .containsEntry("ssh_active_connections{side=\"server\"}", 3.0)
        .containsEntry("ssh_sigpipe_total{side=\"client\"}", 2.0)
        .containsEntry("ssh_received_bytes_total{side=\"server\"}", 4096.0)
        .containsEntry(failure("ssh", Operation.WRITE, SocketError.BROKEN_PIPE), 5.0)
        .containsEntry(failure("other", Operation.WRITE, SocketError.BROKEN_PIPE), 0.0)
        .containsEntry("sshpulse_dropped_total{what=\"event\"}", 1.0)
        .containsEntry("sshpulse_errors_total{where=\"handler\"}", 1.0)
        .containsEntry("sshpulse_up", 0.0);
  }

  @Test
  void readsWhatLibrariesSaid() {
    tales.values.putAll(
        Map.of(
            "connects",
            9L,
            "refused" + SocketError.CONNECTION_REFUSED,
            8L,
            "attempts" + Side.SERVER + AuthMethod.KEYBOARD_INTERACTIVE,
            7L,
            "denied" + Side.CLIENT + AuthMethod.PUBLICKEY,
            6L,
            "active" + Side.SERVER + ChannelKind.SUBSYSTEM,
            5L,
            "channels" + Side.CLIENT + ChannelKind.DIRECT_TCPIP,
            4L,
            "sent" + Side.CLIENT,
            3L,
            "unanswered" + Side.SERVER,
            2L));

    Map<String, Double> samples = new Exposition(telemetry.scrape(TEXT)).samples();

    assertThat(samples)
        .containsEntry("ssh_connect_attempts_total", 9.0)
        .containsEntry("ssh_connect_failures_total{error=\"connection_refused\"}", 8.0)
        .containsEntry(
            "ssh_auth_attempts_total{method=\"keyboard-interactive\",side=\"server\"}", 7.0)
        .containsEntry("ssh_auth_failures_total{method=\"publickey\",side=\"client\"}", 6.0)
        .containsEntry("ssh_active_channels{kind=\"subsystem\",side=\"server\"}", 5.0)
        .containsEntry("ssh_channels_total{kind=\"direct_tcpip\",side=\"client\"}", 4.0)
        .containsEntry("ssh_keepalives_sent_total{side=\"client\"}", 3.0)
        .containsEntry("ssh_keepalives_unanswered_total{side=\"server\"}", 2.0);
  }

  @Test
  void readsOnAfterAGarbageCollection() {
    figures.active(Side.SERVER, 3).sigpipes(Side.CLIENT, 2);

    System.gc();

    assertThat(new Exposition(telemetry.scrape(TEXT)).samples())
        .containsEntry("ssh_active_connections{side=\"server\"}", 3.0)
        .containsEntry("ssh_sigpipe_total{side=\"client\"}", 2.0);
  }

  @Test
  void writesTextAsPrometheusReadsIt() {
    figures.active(Side.SERVER, 1);

    String text = telemetry.scrape(TEXT);

    assertThat(text)
        .contains(
            """
        # HELP ssh_active_connections SSH connections open now, of any library.
        # TYPE ssh_active_connections gauge
        ssh_active_connections{side="client"} 0.0
        ssh_active_connections{side="server"} 1.0
        """);
    assertThat(text)
        .contains(
            """
        # HELP ssh_connection_endings_total SSH connections that ended, one each.
        # TYPE ssh_connection_endings_total counter
        ssh_connection_endings_total{side="client"} 0.0
        ssh_connection_endings_total{side="server"} 0.0
        """);
    assertThat(text)
        .contains(
            """
        # HELP sshpulse_build_info The sshpulse that answers, and the Java it runs on.
        # TYPE sshpulse_build_info gauge
        sshpulse_build_info{java="17.0.15",revision="abc1234",version="0.1.0"} 1
        """);
  }

  @Test
  void writesOpenMetricsWithInfoFamiliesAndAnEnd() {
    String text = telemetry.scrape(OPEN_METRICS);

    assertThat(text)
        .contains("# TYPE sshpulse_build info\n")
        .contains("# TYPE ssh_sigpipe counter\n")
        .contains("\nssh_sigpipe_total{side=\"client\"} 0.0\n")
        .endsWith("\n# EOF\n");
  }

  @Test
  void showsTheHooksAsTheyAreNow() {
    telemetry.scrape(TEXT);
    hooks.set(
        List.of(
            new HookStatus("jdk", "17.0.15", MATCHED, ""),
            new HookStatus("jsch", "9.9", REFUSED, "no method \"write\"")));

    Exposition both = new Exposition(telemetry.scrape(TEXT));
    hooks.set(List.of(new HookStatus("jsch", "9.9", REFUSED, "gone")));
    Exposition one = new Exposition(telemetry.scrape(TEXT));

    assertThat(both.samplesOf("sshpulse_hook_info"))
        .containsExactly(
            "sshpulse_hook_info{library=\"jdk\",reason=\"\",status=\"matched\",version=\"17.0.15\"}",
            "sshpulse_hook_info{library=\"jsch\",reason=\"no method \\\"write\\\"\",status=\"refused\",version=\"9.9\"}");
    assertThat(one.samplesOf("sshpulse_hook_info"))
        .containsExactly(
            "sshpulse_hook_info{library=\"jsch\",reason=\"gone\",status=\"refused\",version=\"9.9\"}");
  }

  @Test
  void saysNothingOfWhatItDoesNotKnowYet() {
    Exposition first = new Exposition(telemetry.scrape(TEXT));
    telemetry.started(Duration.ofMillis(250));
    Exposition second = new Exposition(telemetry.scrape(TEXT));

    assertThat(first.types())
        .doesNotContainKeys("sshpulse_start_duration_seconds", "sshpulse_scrape_duration_seconds");
    assertThat(second.samples()).containsEntry("sshpulse_start_duration_seconds", 0.25);
    assertThat(second.samples().get("sshpulse_scrape_duration_seconds")).isPositive();
    assertThat(second.types()).doesNotContainKey("sshpulse_spans_exported_total");
  }

  @Test
  void saysNothingOfTheKernelWhereItCannotBeAsked() {
    health.halfOpen = 2;
    Exposition asked = new Exposition(telemetry.scrape(TEXT));
    health.kernelReadable = false;
    Exposition refused = new Exposition(telemetry.scrape(TEXT));

    assertThat(asked.samples()).containsEntry("ssh_half_open_connections{side=\"client\"}", 2.0);
    assertThat(refused.types())
        .doesNotContainKeys(
            "ssh_half_open_connections", "ssh_blocked_writers", "ssh_close_wait_connections");
  }

  @Test
  void saysAfterWhichSilenceAPathForgetsOnceThatIsKnown() {
    Exposition known = new Exposition(telemetry.scrape(TEXT));
    path.set(new PathTimeout(0, 60_000));
    Exposition upperOnly = new Exposition(telemetry.scrape(TEXT));
    path.set(null);
    Exposition unknown = new Exposition(telemetry.scrape(TEXT));

    assertThat(known.samples())
        .containsEntry("ssh_path_idle_timeout_seconds{bound=\"lower\"}", 290.0)
        .containsEntry("ssh_path_idle_timeout_seconds{bound=\"upper\"}", 310.0);
    assertThat(upperOnly.samplesOf("ssh_path"))
        .containsExactly("ssh_path_idle_timeout_seconds{bound=\"upper\"}");
    assertThat(unknown.types()).doesNotContainKey("ssh_path_idle_timeout_seconds");
  }

  @Test
  void countsNoWarningOfALibrary() {
    telemetry.scrape(TEXT);

    assertThat(faults.errors(Faults.Where.LIBRARY)).isZero();
  }

  @Test
  void isCleanToPromtool() throws Exception {
    assumeTrue(promtool() != null, "promtool is not on the PATH: install Prometheus to run this");
    telemetry.started(Duration.ofMillis(250));
    telemetry.scrape(TEXT);

    Process check =
        new ProcessBuilder(promtool().getPath(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (var in = check.getOutputStream()) {
      in.write(telemetry.scrape(TEXT).getBytes(UTF_8));
    }

    assertThat(new String(check.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(check.waitFor()).isZero();
  }

  private static File promtool() {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      File file = new File(folder, "promtool");
      if (file.canExecute()) {
        return file;
      }
    }
    return null;
  }
}
