package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.host.KeptPosition.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state file, in a directory where others may write, too. */
class KeptPositionTest {
  private static final Kept KEPT = new Kept("journal", "s=1", List.of());

  @TempDir private Path directory;

  private Path state;
  private Path beside;
  private KeptPosition position;

  @BeforeEach
  void place() {
    state = directory.resolve("state");
    beside = directory.resolve("state.new");
    position = KeptPosition.in(state);
  }

  @Test
  void writesToNoFileThatSomebodyLinksTo() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "precious");
    Files.createSymbolicLink(beside, victim);

    position.write(KEPT);

    assertThat(victim).hasContent("precious");
    assertThat(state).isRegularFile();
    assertThat(Files.isSymbolicLink(state)).isFalse();
    assertThat(KeptPosition.in(state).read("journal")).isEqualTo(KEPT);
  }

  @Test
  void letsNobodyElseReadIt() throws IOException {
    Files.writeString(beside, "left by a run that was killed");

    position.write(KEPT);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rw-------");
    assertThat(position.fault()).isEmpty();
  }

  @Test
  void saysThatItCannotBeWritten() throws IOException {
    Files.createDirectories(beside.resolve("full"));

    position.write(KEPT);

    assertThat(position.fault()).contains("cannot be kept in " + state);
    assertThat(state).doesNotExist();
  }
}
