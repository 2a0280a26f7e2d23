package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.WirePairs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Failed endings in the operator's log, for those who ask for them. */
class EndingLogIT {

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void writesALineForAFailedEnding(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent("log.endings=on").start(WirePairs.class, "1")) {
      host.awaitOutput("open 1").scrape();

      host.type("hang up").awaitError("id=");

      assertThat(host.err().lines().toList().get(1))
          .matches(
              "sshpulse ending side=client cause=broken_pipe initiator=peer idle=[\\d.]+s"
                  + " detection=[\\d.]+s duration=[\\d.]+s retry=\"after a change\""
                  + " look_first=\"Why the peer closed: [^\"]+\" local=127\\.0\\.0\\.1:\\d+"
                  + " peer=127\\.0\\.0\\.1:\\d+ id=\\d+");
      assertThat(host.type("end").exitCode()).isZero();
      assertThat(host.err().lines()).as("and none for the orderly one").hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void writesNoneWhereNobodyAsked(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(WirePairs.class, "1")) {
      host.awaitOutput("open 1").scrape();

      host.type("hang up").awaitOutput("broken pipes 3");

      String endings = host.url().replace("metrics", "api/v1/endings");
      await().atMost(HostJvm.PATIENCE).until(() -> HostJvm.get(endings).contains("broken_pipe"));
      assertThat(host.type("end").exitCode()).isZero();
      assertThat(host.err().lines()).hasSize(1);
    }
  }
}
