package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.DeepFailures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** First failures near the end of a stack, where none of our calls may find room. */
class DeepStackIT {

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void breaksNothingForGoodWhereTheStackEnds(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(DeepFailures.class, "100")) {
      host.awaitOutput("failed true, unexpected null");
      double before = host.scrape().sum("socket_io_errors_total");

      host.type("").awaitOutput("later 100");

      assertThat(host.scrape().errors("other", "write", "broken_pipe")).isEqualTo(before + 100);
      assertThat(host.endInput().exitCode()).isZero();
    }
  }
}
