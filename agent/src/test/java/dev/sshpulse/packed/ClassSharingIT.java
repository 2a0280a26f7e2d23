package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.Hello;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An application's own archive of classes goes on being used.
 *
 * <p>With any agent, even an empty one, JDK 25 says on stdout that it optimises the modules of such
 * an archive no more, for java.instrument has been added; the classes come from it all the same.
 */
class ClassSharingIT {

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void leavesTheApplicationsClassesInItsArchive(Jdk jdk) throws IOException {
    String classPath = applicationJar().toString();
    String archive = directory.resolve("application.jsa").toString();
    run(HostJvm.on(jdk).option("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"), classPath);
    Path log = directory.resolve("classes");

    HostJvm.Builder attached = HostJvm.on(jdk).agent().option("-XX:SharedArchiveFile=" + archive);
    run(attached.option(LoadedClasses.logTo(log)), classPath);

    assertThat(LoadedClasses.read(log).sourceOf(Hello.class))
        .isEqualTo("shared objects file (top)");
  }

  private static void run(HostJvm.Builder builder, String classPath) {
    try (HostJvm host = builder.option("-cp", classPath, Hello.class.getName()).launch()) {
      assertThat(host.exitCode()).isZero();
      assertThat(host.out().lines()).filteredOn(line -> !isOfTheJvm(line)).containsExactly("hello");
      assertThat(host.err()).isEmpty();
    }
  }

  private static boolean isOfTheJvm(String line) {
    return line.contains("s][error][cds] ");
  }

  /** Only what comes from a jar can be archived. */
  private Path applicationJar() throws IOException {
    Path jar = directory.resolve("application.jar");
    String name = Hello.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry(name));
      Files.copy(Path.of("target/test-classes").resolve(name), out);
    }
    return jar;
  }
}
