package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.VirtualFailures;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Virtual threads are threads of the application like any other. */
class VirtualThreadsIT {

  static Stream<Jdk> withVirtualThreads() {
    return Jdk.all().stream().filter(jdk -> jdk.release() >= 21);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("withVirtualThreads")
  void countsWhatFailsOnVirtualThreads(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(VirtualFailures.class, "100", "20")) {
      host.awaitOutput("failed 2000");

      assertThat(host.scrape().errors("other", "write", "broken_pipe")).isEqualTo(2000);
      assertThat(host.scrape().sum("socket_io_errors_total")).isEqualTo(2000);
      assertThat(host.scrape().sum("sshpulse_errors_total")).isZero();
    }
  }
}
