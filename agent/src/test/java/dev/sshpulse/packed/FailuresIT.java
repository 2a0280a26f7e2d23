package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.Failures;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a socket call can fail on loopback is counted once, under its own name. */
class FailuresIT {

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void namesConnectsAndReadsThatFail(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(Failures.class)) {
      host.awaitOutput("ready");

      assertThat(provoked(host, "refused connects")).isEqualTo(6);
      assertThat(provoked(host, "timed out connect")).isEqualTo(2);
      assertThat(provoked(host, "reset reads")).isEqualTo(4);

      Scrape scrape = host.scrape();
      assertThat(scrape.errors("other", "connect", "connection_refused")).isEqualTo(6);
      assertThat(scrape.errors("other", "connect", "timed_out")).isEqualTo(2);
      assertThat(scrape.errors("other", "read", "connection_reset")).isEqualTo(4);
      assertThat(scrape.sum("socket_io_errors_total")).isEqualTo(12);
      assertThat(scrape.sum("sshpulse_errors_total")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsNoEndOfStreamNoLimitAndNothingAfterALocalClose(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).agent().start(Failures.class)) {
      host.awaitOutput("ready");

      provoked(host, "ends and limits that are no failures");

      assertThat(host.scrape().sum("socket_io_errors_total")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void namesAcceptsThatFailForLackOfDescriptors(Jdk jdk) {
    try (HostJvm host = HostJvm.on(jdk).fewDescriptors().agent().start(Failures.class)) {
      host.awaitOutput("ready").scrape();

      assertThat(provoked(host, "accepts without descriptors")).isEqualTo(2);

      Scrape scrape = host.scrape();
      assertThat(scrape.errors("other", "accept", "too_many_open_files")).isEqualTo(2);
      assertThat(scrape.sum("socket_io_errors_total")).isEqualTo(2);
    }
  }

  private static int provoked(HostJvm host, String name) {
    host.type(name).awaitOutput("over: " + name + ": ");
    Matcher matcher = Pattern.compile("over: " + name + ": (\\d+)\n").matcher(host.out());
    assertThat(matcher.find()).as(host.out()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
