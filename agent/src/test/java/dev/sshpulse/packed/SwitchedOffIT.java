package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.AgentTraces;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code enabled=false} does nothing at all. */
class SwitchedOffIT {

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void startsNothingLoadsNothingAndSaysNothing(Jdk jdk) throws IOException {
    Path log = directory.resolve("classes");

    try (HostJvm host =
        HostJvm.on(jdk)
            .option(LoadedClasses.logTo(log))
            .agent("enabled=false", "no.such.key=1", "config.file=" + directory, "start.delay=0")
            .start(AgentTraces.class)) {
      assertThat(host.exitCode()).isZero();
      assertThat(host.err()).isEmpty();
      assertThat(host.out()).isEqualTo("bridge false, threads []\n");
      assertThat(LoadedClasses.read(log).ours())
          .allMatch(
              name ->
                  name.startsWith("dev.sshpulse.agent.")
                      || name.startsWith("dev.sshpulse.config.")
                      || name.equals("dev.sshpulse.runtime.Agent")
                      || name.startsWith("dev.sshpulse.probe."));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void wouldOtherwiseHaveStartedSomething(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent("start.delay=1h").start(AgentTraces.class)) {
      assertThat(host.exitCode()).isZero();
      assertThat(host.out()).isEqualTo("bridge true, threads [sshpulse, sshpulse-clock]\n");
    }
  }
}
