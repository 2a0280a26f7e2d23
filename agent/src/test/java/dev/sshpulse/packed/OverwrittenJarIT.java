package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.cli.jvms.Jvms;
import dev.sshpulse.probe.BrokenPipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our jar is overwritten in place, as an upgrade by {@code cp} does, while it is in use. */
class OverwrittenJarIT {
  private static final int FEW = 3;

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void goesOnCountingWithWhatItHas(Jdk jdk) throws IOException {
    Path jar = Files.copy(HostJvm.JAR, directory.resolve("agent.jar"));
    try (HostJvm host = start(jdk, jar)) {
      assertThat(host.scrape().errors("other", "write", "broken_pipe")).isEqualTo(5);

      overwrite(jar);
      host.type("").awaitOutput("failed 10").type("").awaitOutput("failed 15");

      Scrape scrape = host.scrape();
      assertThat(scrape.errors("other", "write", "broken_pipe")).isEqualTo(15);
      assertThat(scrape.sum("sshpulse_errors_total")).isLessThanOrEqualTo(FEW);
      assertThat(host.endInput().exitCode()).isZero();
      assertThat(host.err()).matches(OneLineIT.LINE);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void tellsInOneLineThatItCannotStartItsExporterAnyMore(Jdk jdk) throws IOException {
    Path jar = Files.copy(HostJvm.JAR, directory.resolve("agent.jar"));
    try (HostJvm host = startThatWaits(jdk, jar)) {
      host.awaitOutput("waiting");

      overwrite(jar);
      host.type("").awaitOutput("failed 5");

      host.awaitError("sshpulse: the exporter cannot start: ");
      host.type("").awaitOutput("failed 10");
      assertThat(host.endInput().exitCode()).isZero();
      assertThat(host.err().lines()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void leavesWithWhatItHasAndMakesRoomForAnother(Jdk jdk) throws Exception {
    Path jar = Files.copy(HostJvm.JAR, directory.resolve("agent.jar"));
    try (HostJvm host = start(jdk, jar)) {
      host.scrape();
      String pid = String.valueOf(host.pid());

      overwrite(jar);
      Command out = Command.run(HostJvm.JAR, "detach", pid);

      // Of what had never been loaded something may be missing.
      assertThat(out.exitCode() == 0 || out.said().contains("something of it is left")).isTrue();
      assertThat(new Jvms().one(pid).watched()).isFalse();
      assertThat(Command.run(HostJvm.JAR, "attach", pid, "http.listen=127.0.0.1:0").exitCode())
          .isZero();
      host.type("").awaitOutput("failed 10");
      String metrics = HostJvm.get(new Jvms().one(pid).url() + "/metrics");
      assertThat(Scrape.of(metrics).errors("other", "write", "broken_pipe")).isEqualTo(5);
      assertThat(host.endInput().exitCode()).isZero();
    }
  }

  private static HostJvm start(Jdk jdk, Path jar) {
    return HostJvm.on(jdk)
        .agentAt(jar, "http.listen=127.0.0.1:0")
        .start(BrokenPipes.class, "5")
        .awaitOutput("failed 5");
  }

  private static HostJvm startThatWaits(Jdk jdk, Path jar) {
    return HostJvm.on(jdk)
        .agentAt(jar, "http.listen=127.0.0.1:0,start.delay=1h")
        .start(BrokenPipes.class, "5", "wait");
  }

  private static void overwrite(Path jar) throws IOException {
    byte[] other = new byte[(int) Files.size(jar)];
    Arrays.fill(other, (byte) 'x');
    Files.write(jar, other); // the same file, for it is truncated and not replaced
  }
}
