package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.Dialogues;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which connections are SSH, by what passes on the wire and nothing else. */
class RecognitionIT {
  private static final String SEEN = "ssh_connections_total{side=\"client\"}";

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void knowsSshByItsIdentificationAndBytesBothWays(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(Dialogues.class)) {
      host.awaitOutput("ready");

      assertThat(recognised(host, "both identify")).isEqualTo(1);
      assertThat(recognised(host, "byte by byte")).isEqualTo(1);
      assertThat(recognised(host, "version 1.99")).isEqualTo(1);
      assertThat(recognised(host, "text before the identification")).isEqualTo(1);
      assertThat(recognised(host, "through a proxy")).isEqualTo(1);
      assertThat(recognised(host, "gathering write")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void takesNothingElseForSsh(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(Dialogues.class)) {
      host.awaitOutput("ready");

      assertThat(recognised(host, "port check")).isZero();
      assertThat(recognised(host, "version 1.5")).isZero();
      assertThat(recognised(host, "in the middle of a call")).isZero();
      assertThat(recognised(host, "late in its life")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void seesTheGarbageCollectorCloseWhatWasAbandoned(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(Dialogues.class)) {
      host.awaitOutput("ready").type("abandoned").awaitOutput("over: abandoned");

      await().atMost(HostJvm.PATIENCE).until(() -> endingsAfterCollection(host) == 2);

      assertThat(host.scrape().sum("ssh_active_connections")).isZero();
    }
  }

  private static double endingsAfterCollection(HostJvm host) {
    host.type("collect garbage");
    return host.scrape().sum("ssh_connection_endings_total");
  }

  private static double recognised(HostJvm host, String dialogue) {
    double before = host.scrape().value(SEEN);
    host.type(dialogue).awaitOutput("over: " + dialogue);
    return host.scrape().value(SEEN) - before;
  }
}
