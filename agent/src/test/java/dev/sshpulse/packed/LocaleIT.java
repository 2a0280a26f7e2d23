package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.probe.BrokenPipeMessage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the C library speaks French, its messages are understood. */
class LocaleIT {
  private static final File CATALOGUE = new File("/usr/share/locale/fr/LC_MESSAGES/libc.mo");

  @TempDir Path locales;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void knowsABrokenPipeInFrench(Jdk jdk) throws Exception {
    assumeTrue(CATALOGUE.isFile(), "missing: " + CATALOGUE + " (Debian: libc-l10n)");
    assumeTrue(makeLocale(), "missing: localedef and fr_FR (Debian: locales)");

    try (HostJvm host =
        HostJvm.on(jdk)
            .environment("LOCPATH", locales.toString())
            .environment("LC_ALL", "fr_FR.UTF-8")
            .agent()
            .start(BrokenPipeMessage.class)) {
      host.awaitOutput(".\n");

      assertThat(host.out()).isEqualTo("Relais brisé (pipe).\n");
      assertThat(host.scrape().errors("other", "write", "broken_pipe")).isEqualTo(1);
    }
  }

  private boolean makeLocale() throws IOException, InterruptedException {
    String locale = locales.resolve("fr_FR.UTF-8").toString();
    try {
      return new ProcessBuilder("localedef", "-i", "fr_FR", "-f", "UTF-8", locale)
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
