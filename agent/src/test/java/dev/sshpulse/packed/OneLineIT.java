package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.BrokenPipes;
import dev.sshpulse.probe.Hello;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an attached agent lets a terminal see: one line, once it is up, and nothing else. */
class OneLineIT {
  static final String LINE =
      "sshpulse \\d+\\.\\d+\\.\\d+: http://127\\.0\\.0\\.1:\\d+/metrics, otlp off, hooks: jdk\n";

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void saysOnStderrWhereItIsAndNothingElse(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(BrokenPipes.class, "1")) {
      host.awaitOutput("failed 1").scrape();
      HostJvm.get(host.url().replace("/metrics", "/"));

      assertThat(host.endInput().exitCode()).isZero();
      assertThat(host.err()).matches(LINE);
      assertThat(host.out()).isEqualTo("failed 1\n");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void saysNothingInAProcessThatEndsSooner(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(Hello.class)) {
      assertThat(host.exitCode()).isZero();
      assertThat(host.err()).isEmpty();
      assertThat(host.out()).isEqualTo("hello\n");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void leavesTheApplicationItsExitCode(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(Hello.class, "7")) {
      assertThat(host.exitCode()).isEqualTo(7);
      assertThat(host.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void leavesTheApplicationItsException(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(Hello.class, "throw")) {
      assertThat(host.exitCode()).isEqualTo(1);
      assertThat(host.err())
          .startsWith("Exception in thread \"main\" java.lang.IllegalStateException")
          .doesNotContain("sshpulse:");
    }
  }
}
