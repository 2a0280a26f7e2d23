package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.BrokenPipes;
import java.nio.file.Path;
import java.util.stream.Stream;
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

  private static HostJvm.Builder other(HostJvm.Builder builder) {
    return builder
        .environment("OTEL_TRACES_EXPORTER", "none")
        .environment("OTEL_METRICS_EXPORTER", "none")
        .environment("OTEL_LOGS_EXPORTER", "none")
        .option("-javaagent:" + OPENTELEMETRY.toAbsolutePath());
  }
}
