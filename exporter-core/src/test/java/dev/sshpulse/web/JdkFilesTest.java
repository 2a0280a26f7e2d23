package dev.sshpulse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkFilesTest {
  @TempDir private Path folder;

  @Test
  void readsByTheFileSystemOfTheJdkWhereTheDefaultIsTheApplications() throws Exception {
    Path file = folder.resolve("web.yml");
    Files.writeString(file, "rate_limit: {interval: 1s, burst: 2}\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.nio.file.spi.DefaultFileSystemProvider=" + TheirFileSystem.class.getName(),
                "--add-exports=java.base/sun.nio.fs=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TheirFileSystem.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();

    String said = new String(process.getInputStream().readAllBytes());

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("has read it");
  }
}
