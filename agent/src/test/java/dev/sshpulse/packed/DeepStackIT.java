package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.DeepCloses;
import dev.sshpulse.probe.DeepFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void findsTheClosesThatTheEndOfAStackHasCutShort(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(DeepCloses.class)) {
      host.awaitOutput("closed 630");

      // The JDK itself may lose a descriptor there; such a connection really is open for ever.
      await().atMost(HostJvm.PATIENCE).until(() -> active(host.type("")) <= socketsOf(host.pid()));
      assertThat(host.scrape().value("ssh_active_connections{side=\"server\"}")).isZero();
      assertThat(host.scrape().sum("ssh_connections_total")).isEqualTo(2 * 630);
    }
  }

  private static double active(HostJvm host) {
    return host.scrape().value("ssh_active_connections{side=\"client\"}");
  }

  private static long socketsOf(long pid) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors.filter(DeepStackIT::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }
}
