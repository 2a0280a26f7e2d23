package dev.sshpulse.stack;

import static dev.sshpulse.telemetry.Meters.HOOK_INFO;
import static dev.sshpulse.telemetry.Meters.PATH_IDLE_TIMEOUT;
import static dev.sshpulse.telemetry.Meters.SOURCE_DURATION;
import static dev.sshpulse.telemetry.Meters.SOURCE_UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.probe.WirePairs;
import dev.sshpulse.telemetry.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many series a target has at most, counted where all of them are and computed where not. */
class SeriesIT {
  private static final Path FOLDER = Dashboard.ROOT.resolve("deploy/prometheus");

  /** As many as {@code HookReport} keeps: hooked releases, and what is not hooked. */
  private static final int HOOKS = 64 + 64;

  private static final int BOUNDS = 2;

  /** {@code sock_diag} or {@code proc}, and the five others of SIDECAR.md that can be there. */
  private static final int SOURCES = 6;

  @TempDir Path directory;

  @Test
  void statesHowManyAnAgentHasAtMost() throws Exception {
    Map<Meters, Integer> computed = Map.of(HOOK_INFO, HOOKS, PATH_IDLE_TIMEOUT, BOUNDS);
    try (HostJvm host = agent()) {
      List<String> series = complete(host, agents(), computed);

      int most = counted(series, computed) + sum(computed);

      assertIsStated("an agent", most);
    }
  }

  private HostJvm agent() throws IOException {
    return HostJvm.on(Jdk.all().get(0))
        .agent()
        .environment("SSHPULSE_HTTP_WEB_CONFIG", webConfig())
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
        .start(WirePairs.class, "1");
  }

  private static Set<Meters> agents() {
    EnumSet<Meters> agents = EnumSet.allOf(Meters.class);
    agents.removeIf(SeriesIT::isOfTheHost);
    return agents;
  }

  private static boolean isOfTheHost(Meters meter) {
    return meter.exposedName().matches("(ssh_tcp_|host_tcp_|ssh_server_|sshpulse_source_).*");
  }

  @Test
  void statesHowManyASidecarHasAtMost() throws Exception {
    Map<Meters, Integer> computed =
        Map.of(SOURCE_UP, SOURCES, SOURCE_DURATION, SOURCES, PATH_IDLE_TIMEOUT, BOUNDS);
    try (HostJvm host = sidecar()) {
      List<String> series = complete(host, sidecars(), computed);

      int most = counted(series, computed) + sum(computed);

      assertIsStated("a sidecar", most);
    }
  }

  /** With which there is one metric more. */
  private String webConfig() throws IOException {
    String text = "http_server_config:\n  headers:\n    X-Frame-Options: deny\n";
    return Files.writeString(directory.resolve("web.yaml"), text).toString();
  }

  private HostJvm sidecar() throws IOException {
    Path log = Files.writeString(directory.resolve("log"), "");
    Path sshd = Files.writeString(directory.resolve("sshd_config"), "ClientAliveInterval 15\n");
    return HostJvm.on(Jdk.all().get(0))
        .option("-jar", HostJvm.JAR.toString(), "sidecar")
        .environment("SSHPULSE_HTTP_LISTEN", "127.0.0.1:0")
        .environment("SSHPULSE_HTTP_WEB_CONFIG", webConfig())
        .environment("SSHPULSE_SIDECAR_SSHD_LOG", log.toString())
        .environment("SSHPULSE_SIDECAR_SSHD_CONFIG", sshd.toString())
        .environment("SSHPULSE_SIDECAR_SSHD_VERSION", "9.2")
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
        .launch();
  }

  /** What a JVM alone can know, an errno or a library's words, is not there. */
  private static Set<Meters> sidecars() {
    EnumSet<Meters> sidecars = EnumSet.allOf(Meters.class);
    sidecars.removeIf(
        meter ->
            meter
                .exposedName()
                .matches(
                    "socket_io_.*|ssh_connect_.*|ssh_handshake_.*|ssh_auth_duration_.*|ssh_.*channels.*"
                        + "|ssh_keepalive.*|sshpulse_hook_.*"));
    return sidecars;
  }

  /** Its series, once every metric is there but those whose number is computed. */
  private static List<String> complete(
      HostJvm host, Set<Meters> expected, Map<Meters, Integer> computed) {
    await()
        .atMost(HostJvm.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(metrics(host.scrape().series().keySet()))
                    .containsAll(names(expected, computed)));
    List<String> series = List.copyOf(host.scrape().series().keySet());
    assertThat(names(expected, Map.of())).containsAll(metrics(series));
    return series;
  }

  private static List<String> names(Set<Meters> meters, Map<Meters, Integer> without) {
    return meters.stream()
        .filter(meter -> !without.containsKey(meter))
        .map(Meters::exposedName)
        .toList();
  }

  private static List<String> metrics(Iterable<String> series) {
    return Stream.of(Meters.values())
        .filter(meter -> has(series, meter))
        .map(Meters::exposedName)
        .toList();
  }

  private static boolean has(Iterable<String> series, Meters meter) {
    for (String one : series) {
      if (isOf(one, meter)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(String series, Meters meter) {
    String name = series.replaceFirst("\\{.*", "");
    boolean histogram = meter.type() == Meters.Type.HISTOGRAM;
    return (histogram ? name.replaceFirst("_(bucket|sum|count)$", "") : name)
        .equals(meter.exposedName());
  }

  private static int counted(List<String> series, Map<Meters, Integer> computed) {
    return (int)
        series.stream()
            .filter(one -> computed.keySet().stream().noneMatch(meter -> isOf(one, meter)))
            .count();
  }

  private static int sum(Map<Meters, Integer> computed) {
    return computed.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static void assertIsStated(String target, int most) {
    assertThat(Node.read(FOLDER.resolve("README.md")))
        .contains("| " + target + " | " + most + " |");
    assertThat(limits()).isNotEmpty().allSatisfy(limit -> assertThat(limit).isGreaterThan(most));
  }

  private static List<Integer> limits() {
    return Node.of(FOLDER.resolve("agent.yaml")).at("scrape_configs").list().stream()
        .map(job -> (Integer) job.at("sample_limit").value())
        .toList();
  }
}
