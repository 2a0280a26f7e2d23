package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.NettyFailures;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An application on Netty's NIO transport, with a Netty of its own. */
class NettyIT {

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsAResetAndABrokenPipeOnce(Jdk jdk) {
    try (HostJvm host =
        HostJvm.on(jdk)
            .agent()
            .classPath(System.getProperty("java.class.path"))
            .start(NettyFailures.class)) {
      host.awaitOutput("failed");

      Scrape scrape = host.scrape();
      assertThat(scrape.errors("other", "read", "connection_reset")).isEqualTo(1);
      assertThat(scrape.errors("other", "write", "broken_pipe")).isEqualTo(1);
      assertThat(scrape.sum("socket_io_errors_total")).isEqualTo(2);
    }
  }
}
