package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.sshpulse.probe.BrokenPipes;
import org.junit.jupiter.api.Test;

/** Loaded into a JVM that runs: it is never stopped, whatever the settings. */
class LateAttachIT {

  @Test
  void attachesAndTellsOfABadSettingEvenWhereAStartWouldFail() throws Exception {
    try (HostJvm host = HostJvm.on(Jdk.all().get(0)).start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");

      VirtualMachine machine = VirtualMachine.attach(String.valueOf(host.pid()));
      machine.loadAgent(
          HostJvm.JAR.toAbsolutePath().toString(),
          "fail-on-error=true,nope=1,http.listen=127.0.0.1:0");
      machine.detach();
      host.type("").awaitOutput("failed 6");

      assertThat(host.scrape().errors("other", "write", "broken_pipe")).isPositive();
      assertThat(host.err()).contains("ignored: nope (did you mean ");
      assertThat(host.endInput().exitCode()).isZero();
    }
  }
}
