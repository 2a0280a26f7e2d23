package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.probe.ServerForPeers;
import dev.sshpulse.probe.libraries.Undeployed;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications come and go in one JVM, each with an SSH library in a class loader of its own. */
class UndeployIT {
  private static final int APPLICATIONS = 200;

  @TempDir static Path directory;
  private static MinaHost server;

  @BeforeAll
  static void startServer() throws Exception {
    server = MinaHost.unwatched(Jdk.all().get(0), Keys.in(directory).knownToJava());
    server.order("set auth-methods password");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void keepsNoClassLoaderOfAnApplicationThatIsGone(Jdk jdk) {
    try (HostJvm host = applications(HostJvm.on(jdk).agent())) {
      host.awaitOutput("left ");

      assertThat(host.out()).as(host::err).isEqualTo("connected " + APPLICATIONS + "\nleft 0\n");
      Scrape scrape = host.scrape();
      assertThat(scrape.value("ssh_connections_total{side=\"client\"}")).isEqualTo(APPLICATIONS);
      assertThat(scrape.value("ssh_connect_attempts_total")).isEqualTo(APPLICATIONS);
      assertThat(scrape.sum("ssh_active_connections")).isZero();
      assertThat(scrape.sum("sshpulse_errors_total")).isZero();
      assertThat(host.endInput().exitCode()).isZero();
    }
  }

  /** What is softly reachable is no leak, and is collected at once. */
  private static HostJvm applications(HostJvm.Builder builder) {
    String[] lines =
        Stream.of(JavaLibrary.MINA_2_20_0, JavaLibrary.JSCH_2_28_8, JavaLibrary.GANYMED_262)
            .map(UndeployIT::line)
            .toArray(String[]::new);
    return builder
        .option("-XX:SoftRefLRUPolicyMSPerMB=0")
        .start(Undeployed.class, "" + APPLICATIONS, lines[0], lines[1], lines[2]);
  }

  private static String line(JavaLibrary library) {
    return String.join(
        "\t",
        library.folder().toString(),
        library.probe,
        "exec",
        "" + server.port(),
        ServerForPeers.USER,
        "password",
        ServerForPeers.PASSWORD,
        "echo hello");
  }
}
