package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.BrokenPipeMessage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the C library speaks French, its messages are understood. */
class LocaleIT {
  @TempDir Path locales;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void knowsABrokenPipeInFrench(Jdk jdk) {
    MadeLocale locale = MadeLocale.make(locales, "fr_FR");

    try (HostJvm host = locale.speakIt(HostJvm.on(jdk)).agent().start(BrokenPipeMessage.class)) {
      host.awaitOutput(".\n");

      assertThat(host.out()).isEqualTo("Relais brisé (pipe).\n");
      assertThat(host.scrape().errors("other", "write", "broken_pipe")).isEqualTo(1);
    }
  }
}
