package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.BrokenPipes;
import dev.sshpulse.probe.Hello;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Under a security manager, which JDK 24 was the first not to have. */
class SecurityManagerIT {
  private static final String APPLICATION =
      """
      grant codeBase "file:${application}" {
        permission java.lang.RuntimePermission "exitVM.7";
        permission java.lang.RuntimePermission "readFileDescriptor";
        permission java.net.SocketPermission "*", "listen,accept,connect,resolve";
      };
      """;
  private static final String US =
      """
      grant codeBase "file:${agent}" {
        permission java.security.AllPermission;
      };
      """;

  @TempDir Path directory;

  static Stream<Jdk> withManager() {
    return Jdk.all().stream().filter(jdk -> jdk.release() < 24);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("withManager")
  void leavesTheApplicationAloneAndSaysWhichGrantIsMissing(Jdk jdk) throws IOException {
    try (HostJvm host = guarded(jdk, APPLICATION).agent().start(Hello.class, "7")) {
      assertThat(host.exitCode()).isEqualTo(7);
      assertThat(host.out()).isEqualTo("hello\n");
      assertThat(host.err().lines())
          .filteredOn(line -> !line.startsWith("WARNING: ")) // the JVM's, of the manager itself
          .singleElement()
          .isEqualTo(
              "sshpulse: not attached: a security manager is in the way; grant codeBase"
                  + " \"file:<path of sshpulse.jar>\" { permission java.security.AllPermission; };");
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("withManager")
  void leavesTheApplicationItsSockets(Jdk jdk) throws IOException {
    try (HostJvm host = guarded(jdk, APPLICATION).agent().start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");

      assertThat(host.endInput().exitCode()).isZero();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("withManager")
  void countsWithTheGrant(Jdk jdk) throws IOException {
    try (HostJvm host = guarded(jdk, APPLICATION + US).agent().start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");

      assertThat(host.scrape().errors("other", "write", "broken_pipe")).isEqualTo(3);
      assertThat(host.scrape().sum("sshpulse_errors_total")).isZero();
      assertThat(host.endInput().exitCode()).isZero();
    }
  }

  private HostJvm.Builder guarded(Jdk jdk, String policy) throws IOException {
    String text =
        policy
            .replace("${application}", Path.of("target/test-classes").toAbsolutePath() + "/-")
            .replace("${agent}", HostJvm.JAR.toAbsolutePath().toString());
    Path file = Files.writeString(directory.resolve("policy"), text);
    return HostJvm.on(jdk).option("-Djava.security.manager", "-Djava.security.policy==" + file);
  }
}
