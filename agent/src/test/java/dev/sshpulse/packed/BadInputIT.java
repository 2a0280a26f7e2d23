package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.BrokenPipes;
import dev.sshpulse.probe.Hello;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user got wrong is told in the one line, and the application runs. */
class BadInputIT {

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void guessesWhatAnUnknownKeyMeans(Jdk jdk) {
    assertThat(lineOf(jdk, "start.dealy=1s"))
        .contains("http://")
        .contains("ignored: start.dealy (did you mean start.delay?)");
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void saysWhatABadValueShouldHaveBeen(Jdk jdk) {
    assertThat(lineOf(jdk, "start.delay=soon"))
        .contains("http://")
        .contains("ignored: start.delay=soon (a duration such as 500ms, 2s or 1m)");
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void opensNoOtherPortThanTheImpossibleOneAskedFor(Jdk jdk) {
    assertThat(lineOf(jdk, "http.listen=127.0.0.1:99922"))
        .contains(": http off (127.0.0.1:99922: a port is 0 to 65535), ");
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void saysThatTheConfigurationIsADirectory(Jdk jdk) {
    assertThat(lineOf(jdk, "config.file=" + directory))
        .contains("ignored: config.file=" + directory + " (is a directory)");
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void stopsTheStartWithTheReasonWhereThatIsAskedFor(Jdk jdk) {
    try (HostJvm host =
        HostJvm.on(jdk).agent("start.delay=soon", "fail-on-error=true").start(Hello.class)) {
      assertThat(host.exitCode()).isNotZero();
      assertThat(host.out()).doesNotContain("hello");
      assertThat(host.err())
          .contains(
              "sshpulse: fail-on-error: start.delay=soon (a duration such as 500ms, 2s or 1m)");
    }
  }

  private static String lineOf(Jdk jdk, String argument) {
    try (HostJvm host = HostJvm.on(jdk).agent(argument).start(BrokenPipes.class, "1")) {
      host.awaitOutput("failed 1").awaitError("hooks: jdk");

      assertThat(host.endInput().exitCode()).isZero();
      assertThat(host.err()).startsWith("sshpulse ").endsWith("\n").containsOnlyOnce("\n");
      return host.err();
    }
  }
}
