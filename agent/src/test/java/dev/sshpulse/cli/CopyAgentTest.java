package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CopyAgentTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path directory;
  private Path jar;
  private Path volume;

  @BeforeEach
  void pack() throws Exception {
    jar = Files.writeString(directory.resolve("packed.jar"), "the jar");
    volume = Files.createDirectory(directory.resolve("volume"));
  }

  @Test
  void theCopyIsReadableForTheApplicationsUser() throws Exception {
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("r--------"));

    int exit = copy(jar.toFile(), volume);

    Path copy = volume.resolve("sshpulse.jar");
    assertThat(exit).isZero();
    assertThat(out.toString().trim()).isEqualTo("sshpulse: copied to " + copy);
    assertThat(copy).hasContent("the jar");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-r--r--");
    assertThat(volume.toFile().list()).containsExactly("sshpulse.jar");
  }

  @Test
  void aJvmThatRunsWithTheOldOneKeepsIt() throws Exception {
    Path old = Files.writeString(volume.resolve("sshpulse.jar"), "the old jar");

    try (InputStream running = Files.newInputStream(old)) {
      copy(jar.toFile(), volume);

      assertThat(running).hasContent("the old jar");
    }
    assertThat(old).hasContent("the jar");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamedWithWhatToDo() {
    int exit = copy(jar.toFile(), volume.resolve("gone"));

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("sshpulse: '" + volume.resolve("gone") + "' is not there: ")
        .contains("mount the volume there");
  }

  @Test
  void aFileIsNoDirectory() {
    int exit = copy(jar.toFile(), jar);

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).startsWith("sshpulse: '" + jar + "' is not a directory: ");
  }

  @Test
  void aJarThatCannotTakeItsPlaceLeavesNothingBehind() throws Exception {
    Path taken = Files.createDirectories(volume.resolve("sshpulse.jar/not empty"));

    int exit = copy(jar.toFile(), volume);

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).startsWith("sshpulse: cannot write " + taken.getParent() + ": ");
    assertThat(volume.toFile().list()).containsExactly("sshpulse.jar");
  }

  @Test
  void withoutThePackedJarItSaysHowToBuildIt() {
    int exit = copy(null, volume);

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("no packed jar", "./mvnw -q -DskipTests package");
  }

  @Test
  void noDirectoryIsRefused() {
    int exit = execute(jar.toFile(), "copy-agent");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("<directory>", "copy-agent --help");
  }

  private int copy(File packed, Path to) {
    return execute(packed, "copy-agent", to.toString());
  }

  private int execute(File packed, String... arguments) {
    CommandLine line = Main.commandLine(packed);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
