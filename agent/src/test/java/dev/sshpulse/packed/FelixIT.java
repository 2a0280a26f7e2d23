package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.FelixHost;
import dev.sshpulse.probe.SpeakingBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.Felix;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inside Apache Felix, whose configuration knows nothing of us: no boot delegation, no package. */
class FelixIT {

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsTheConnectionsOfABundle(Jdk jdk) throws Exception {
    Path felix = Path.of(Felix.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    try (HostJvm host =
        HostJvm.on(jdk)
            .agent()
            .classPath(felix.toString())
            .start(FelixHost.class, directory.resolve("cache").toString(), bundle().toString())) {
      host.awaitOutput("spoken by dev.sshpulse.probe.speaking");

      assertThat(host.scrape().sum("ssh_active_connections")).isEqualTo(2);
      assertThat(host.scrape().sum("ssh_connections_total")).isEqualTo(2);
      assertThat(host.endInput().exitCode()).isZero();
      assertThat(host.err().lines()).filteredOn(line -> !isOfFelix(line)).hasSize(1);
    }
  }

  /**
   * On newer JDKs, Felix is warned of what it does to sun.misc.Unsafe: four lines, one names it.
   */
  private static boolean isOfFelix(String line) {
    return line.startsWith("WARNING: ") && !line.contains("sshpulse");
  }

  private Path bundle() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Bundle-ManifestVersion", "2");
    attributes.putValue("Bundle-SymbolicName", "dev.sshpulse.probe.speaking");
    attributes.putValue("Bundle-Activator", SpeakingBundle.class.getName());
    attributes.putValue("Import-Package", "org.osgi.framework");
    Path jar = directory.resolve("speaking.jar");
    String name = SpeakingBundle.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(name));
      Files.copy(Path.of("target/test-classes").resolve(name), out);
    }
    return jar;
  }
}
