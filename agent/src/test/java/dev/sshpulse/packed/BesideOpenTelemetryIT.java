package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.BrokenPipes;
import dev.sshpulse.probe.PairAndRequest;
import dev.sshpulse.stack.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside OpenTelemetry's Java agent, which transforms the same JVM, whoever comes first. */
class BesideOpenTelemetryIT {
  private static final Path OPENTELEMETRY =
      Path.of(System.getProperty("opentelemetry.jar", "target/opentelemetry-javaagent.jar"));

  static Stream<Arguments> orders() {
    return Jdk.all().stream()
        .flatMap(jdk -> Stream.of(Arguments.of(jdk, true), Arguments.of(jdk, false)));
  }

  @ParameterizedTest(name = "{0}, we are first: {1}")
  @MethodSource("orders")
  void countsBesideTheOther(Jdk jdk, boolean first) {
    HostJvm.Builder builder =
        first ? other(HostJvm.on(jdk).agent()) : other(HostJvm.on(jdk)).agent();

    try (HostJvm host = builder.start(BrokenPipes.class, "5")) {
      host.awaitOutput("failed 5");

      assertThat(host.scrape().errors("other", "write", "broken_pipe")).isEqualTo(5);
      assertThat(host.scrape().sum("sshpulse_errors_total")).isZero();
      assertThat(host.endInput().exitCode()).isZero();
      assertThat(host.out()).isEqualTo("failed 5\n");
      assertThat(host.err().lines())
          .filteredOn(line -> line.startsWith("sshpulse"))
          .singleElement()
          .satisfies(line -> assertThat(line + "\n").matches(OneLineIT.LINE));
    }
  }

  @TempDir Path directory;

  /** What the application asks by HTTP is the other's to tell; what we send is nobody's. */
  @ParameterizedTest(name = "{0}, we are first: {1}")
  @MethodSource("orders")
  void sendsSpansThatTheOtherDoesNotTakeForTheApplications(Jdk jdk, boolean first)
      throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start(directory)) {
      String endpoint = receiver.endpoint();
      HostJvm.Builder builder = HostJvm.on(jdk);
      builder = first ? attached(builder.agent()) : attached(builder).agent();
      try (HostJvm host = sendingTo(endpoint, builder).start(PairAndRequest.class, endpoint)) {
        host.awaitOutput("closed");
        await().atMost(HostJvm.PATIENCE).until(() -> named(receiver, "ssh close").size() == 2);

        host.type("ask").awaitOutput("asked");

        await().atMost(HostJvm.PATIENCE).until(() -> !named(receiver, "GET").isEmpty());
        assertThat(receiver.spans())
            .extracting(span -> span.at("name").text())
            .containsOnlyOnce("GET")
            .allMatch(name -> name.startsWith("ssh ") || name.equals("GET"));
        host.endInput();
        assertThat(host.exitCode()).isZero();
      }
    }
  }

  private static List<Node> named(OtlpReceiver receiver, String name) {
    return receiver.spans().stream().filter(span -> span.at("name").text().equals(name)).toList();
  }

  private static HostJvm.Builder sendingTo(String endpoint, HostJvm.Builder builder) {
    return builder
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
        .environment("OTEL_METRICS_EXPORTER", "none")
        .environment("OTEL_LOGS_EXPORTER", "none");
  }

  private static HostJvm.Builder other(HostJvm.Builder builder) {
    return attached(builder)
        .environment("OTEL_TRACES_EXPORTER", "none")
        .environment("OTEL_METRICS_EXPORTER", "none")
        .environment("OTEL_LOGS_EXPORTER", "none");
  }

  private static HostJvm.Builder attached(HostJvm.Builder builder) {
    return builder.option("-javaagent:" + OPENTELEMETRY.toAbsolutePath());
  }
}
