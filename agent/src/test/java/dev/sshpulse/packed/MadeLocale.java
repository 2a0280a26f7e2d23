package dev.sshpulse.packed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.stack.Tool;
import java.io.File;
import java.nio.file.Path;
import java.util.List;

/**
 * A locale whose language the C library speaks, made for a test in a directory of the test's.
 *
 * @param name without its encoding, as in {@code fr_FR}
 */
record MadeLocale(Path directory, String name) {

  /** Skips the test where the language is not installed. */
  static MadeLocale make(Path directory, String name) {
    String language = name.substring(0, 2);
    File catalogue = new File("/usr/share/locale/" + language + "/LC_MESSAGES/libc.mo");
    assumeTrue(catalogue.isFile(), "missing: " + catalogue + " (Debian: libc-l10n)");
    String localedef = Tool.path("localedef", "libc-bin");
    File definition = new File("/usr/share/i18n/locales/" + name);
    assumeTrue(definition.isFile(), "missing: " + definition + " (Debian: locales)");
    String made = directory.resolve(name + ".UTF-8").toString();
    Namespace.execute("", List.of(localedef, "-i", name, "-f", "UTF-8", made));
    return new MadeLocale(directory, name);
  }

  /** A host that speaks it. */
  HostJvm.Builder speakIt(HostJvm.Builder host) {
    return host.environment("LOCPATH", directory.toString()).environment("LC_ALL", name + ".UTF-8");
  }
}
