package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.ConfiguredInMain;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application sets in its main holds, though we were there before it. */
class HostPropertiesIT {

  static Stream<Arguments> cases() {
    return Jdk.all().stream()
        .flatMap(jdk -> Stream.of(Arguments.of(jdk, "v4"), Arguments.of(jdk, "v6")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void leavesTheChoiceToTheApplication(Jdk jdk, String family) {
    try (HostJvm alone = start(HostJvm.on(jdk), family);
        HostJvm host = start(HostJvm.on(jdk).agent(), family)) {
      alone.awaitOutput("beans: ");
      host.awaitOutput("beans: ");

      assertThat(host.out())
          .isEqualTo(alone.out())
          .contains("logs: Logs\n")
          .contains("channels: OwnSelectorProvider\n")
          .contains("files: OwnFileSystemProvider\n")
          .contains("beans: true.\n")
          .contains(family.equals("v4") ? "IPv6 sockets: false\n" : "localhost: ");
      assertThat(host.scrape().value("sshpulse_up")).isEqualTo(1);
      assertThat(host.err()).matches(OneLineIT.LINE);
    }
  }

  private static HostJvm start(HostJvm.Builder builder, String family) {
    return builder
        .option("--add-opens", "java.base/sun.nio.ch=ALL-UNNAMED")
        .start(ConfiguredInMain.class, family);
  }
}
