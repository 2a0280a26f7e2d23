package dev.sshpulse.cli.jvms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class OpenJarsTest {
  @TempDir Path directory;

  @Test
  void findsLibrariesAndThoseWithinAnotherJar() throws Exception {
    Path descriptors = Files.createDirectory(directory.resolve("fd"));
    link(descriptors, "1", jar("sshd-core-2.17.1.jar", "META-INF/x"));
    link(descriptors, "2", jar("app.war", "WEB-INF/lib/jsch-0.2.18.jar"));
    link(descriptors, "3", jar("other.jar", "x"));

    assertThat(OpenJars.of(descriptors)).containsExactly("jsch-0.2.18", "sshd-core-2.17.1");
  }

  @Test
  void findsOneThatWasReplacedWhileItIsOpen() throws Exception {
    Path descriptors = Files.createDirectory(directory.resolve("fd"));
    link(descriptors, "1", jar("jsch-0.2.18.jar (deleted)", "x"));

    assertThat(OpenJars.of(descriptors)).containsExactly("jsch-0.2.18");
  }

  @Test
  @Timeout(60)
  void isNotHeldUpByAPipe() throws Exception {
    Path descriptors = Files.createDirectory(directory.resolve("fd"));
    Path pipe = directory.resolve("jsch-0.2.18.jar");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    link(descriptors, "1", pipe);

    assertThat(OpenJars.of(descriptors)).isEmpty();
  }

  private Path jar(String name, String entry) throws Exception {
    Path jar = directory.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry(entry));
    }
    return jar;
  }

  private static void link(Path descriptors, String number, Path file) throws Exception {
    Files.createSymbolicLink(descriptors.resolve(number), file);
  }
}
