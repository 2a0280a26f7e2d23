package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.host.ProcessNames.Holder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessNamesTest {
  @TempDir private Path proc;

  @Test
  void namesTheProcessThatHoldsASocket() throws IOException {
    process(12, "sshd\n", "socket:[100]", "null", "pipe:[101]");
    process(13, "ssh\n", "anon_inode:[eventpoll]", "socket:[102]");
    ProcessNames names = names();

    names.find(Set.of(100L, 101L, 102L, 103L, 0L));

    assertThat(names.holder(100)).isEqualTo(new Holder(12, "sshd"));
    assertThat(names.holder(102)).isEqualTo(new Holder(13, "ssh"));
    assertThat(names.holder(101)).isNull();
    assertThat(names.holder(103)).isNull();
    assertThat(names.holder(0)).isNull();
  }

  @Test
  void doesNotLookAgainForWhatItKnows() throws IOException {
    Path process = process(12, "sshd\n", "socket:[100]");
    ProcessNames names = names();
    names.find(Set.of(100L));
    Files.writeString(process.resolve("comm"), "other\n");

    names.find(Set.of(100L));

    assertThat(names.holder(100)).isEqualTo(new Holder(12, "sshd"));
  }

  @Test
  void looksAgainForWhatIsNew() throws IOException {
    process(12, "sshd\n", "socket:[100]");
    ProcessNames names = names();
    names.find(Set.of(100L));
    process(13, "ssh\n", "socket:[102]");

    names.find(Set.of(100L, 102L));

    assertThat(names.holder(100)).isEqualTo(new Holder(12, "sshd"));
    assertThat(names.holder(102)).isEqualTo(new Holder(13, "ssh"));
  }

  @Test
  void forgetsWhatIsNoLongerWanted() throws IOException {
    process(12, "sshd\n", "socket:[100]");
    ProcessNames names = names();
    names.find(Set.of(100L));

    names.find(Set.of());

    assertThat(names.holder(100)).isNull();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "sshd,sshd",
        "my prog,my prog",
        "a\\nb,a\ufffdb",
        "\\033[31mred,\ufffd[31mred",
        "\\000\\000,\ufffd\ufffd",
        "\u202egpj.exe,\ufffdgpj.exe",
        "\u00fcber,\u00fcber",
      })
  void makesAHostileNameHarmless(String name, String shown) throws IOException {
    process(12, name.translateEscapes().concat("\n"), "socket:[100]");
    ProcessNames names = names();

    names.find(Set.of(100L));

    assertThat(names.holder(100)).isEqualTo(new Holder(12, shown));
  }

  @Test
  void readsANameThatIsNotUtf8() throws IOException {
    Path process = process(12, "", "socket:[100]");
    Files.write(process.resolve("comm"), "\u00e9t\u00e9\n".getBytes(ISO_8859_1));
    ProcessNames names = names();

    names.find(Set.of(100L));

    assertThat(names.holder(100)).isEqualTo(new Holder(12, "\ufffdt\ufffd"));
  }

  @Test
  void readsNoMoreOfANameThanAKernelGives() throws IOException {
    process(12, "x".repeat(100_000), "socket:[100]");
    ProcessNames names = names();

    names.find(Set.of(100L));

    assertThat(names.holder(100)).isEqualTo(new Holder(12, "x".repeat(64)));
  }

  @Test
  void passesOverWhatIsNoProcessAndWhatHasEnded() throws IOException {
    Files.createDirectories(proc.resolve("self/fd"));
    Files.createDirectories(proc.resolve("11"));
    Files.createDirectories(proc.resolve("99999999999999999999/fd"));
    process(12, "sshd\n", "socket:[", "socket:[x]", "socket:[9999999999999999999999]");
    process(13, "sshd\n", "socket:[100]");
    ProcessNames names = names();

    names.find(Set.of(100L, 7L));

    assertThat(names.holder(100)).isEqualTo(new Holder(13, "sshd"));
    assertThat(names.holder(7)).isNull();
    assertThat(names.unreadable()).isZero();
  }

  @Test
  void countsProcessesThatDoNotLetItLook() throws IOException {
    Files.createDirectories(proc.resolve("11"));
    Files.writeString(proc.resolve("11/fd"), "not a directory"); // as root, all others may be read
    process(12, "sshd\n", "socket:[100]");
    ProcessNames names = names();

    names.find(Set.of(100L));

    assertThat(names.holder(100)).isEqualTo(new Holder(12, "sshd"));
    assertThat(names.unreadable()).isEqualTo(1);
  }

  @Test
  void keepsWhatItKnowsWhereThereIsNoProc() throws IOException {
    process(12, "sshd\n", "socket:[100]");
    ProcessNames names = names();
    names.find(Set.of(100L));
    Files.move(proc, proc.resolveSibling(proc.getFileName() + "-elsewhere"));

    assertThatThrownBy(() -> names.find(Set.of(100L, 101L)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(proc.toString());

    assertThat(names.holder(100)).isEqualTo(new Holder(12, "sshd"));
    Files.move(proc.resolveSibling(proc.getFileName() + "-elsewhere"), proc);
  }

  @Test
  void namesThisProcess() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "this needs Linux");
    try (Sockets sockets = Sockets.ipv4();
        ProcTable table = new ProcTable(new File("/proc/self/net"))) {
      sockets.connect();
      Set<Long> inodes =
          table.read(Set.of(sockets.port())).stream()
              .map(socket -> socket.socket().inode())
              .filter(inode -> inode != 0) // of somebody who had this port before, in TIME_WAIT
              .collect(Collectors.toSet());
      ProcessNames names = new ProcessNames(new File("/proc"));

      names.find(inodes);

      String name = Files.readString(Path.of("/proc/self/comm"), UTF_8).strip();
      Holder self = new Holder((int) ProcessHandle.current().pid(), name);
      assertThat(inodes).hasSize(3).allMatch(inode -> self.equals(names.holder(inode)));
    }
  }

  private ProcessNames names() {
    return new ProcessNames(proc.toFile());
  }

  private Path process(int pid, String name, String... descriptors) throws IOException {
    Path process = proc.resolve(Integer.toString(pid));
    Path fds = Files.createDirectories(process.resolve("fd"));
    Files.writeString(process.resolve("comm"), name);
    for (int i = 0; i < descriptors.length; i++) {
      Files.createSymbolicLink(fds.resolve(Integer.toString(i)), Path.of(descriptors[i]));
    }
    return process;
  }
}
