package dev.sshpulse.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshdBinaryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  @BeforeEach
  void needsAShell() {
    assumeTrue(new File("/bin/sh").canExecute(), "no /bin/sh: this needs a Unix");
  }

  @Test
  void readsWhatIsPrintedOnEitherStream() throws IOException {
    File program = program("echo \"out of $1\"; echo err >&2; exit 1");

    assertThat(new SshdBinary(program, PATIENCE).version()).isEqualTo("out of -V\nerr\n");
  }

  @Test
  void handsOverNoEnvironmentAndNoInput() throws IOException {
    File program = program("read line; echo \"[$line$PATH_OF_TEST$HOME]\"");

    assertThat(new SshdBinary(program, PATIENCE).version()).isEqualTo("[]\n");
  }

  @Test
  void killsAProgramThatDoesNotEnd() throws IOException {
    File program = program("echo started; exec tail -f /dev/null");

    assertThatThrownBy(() -> new SshdBinary(program, Duration.ofMillis(200)).version())
        .isInstanceOf(IOException.class)
        .hasMessage(program + " -V did not end within 200 ms and was killed");
  }

  @Test
  void isNotHeldUpByAChildThatKeepsTheOutputOpen() throws IOException {
    File program = program("echo OpenSSH_9.2; tail -f /dev/null & echo $! >" + pidFile());
    try {
      assertThat(new SshdBinary(program, PATIENCE).version()).isEqualTo("OpenSSH_9.2\n");
    } finally {
      ProcessHandle.of(Long.parseLong(Files.readString(pidFile()).strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void takesAPartOfEndlessOutput() throws IOException {
    File program = program("head -c 60000 /dev/zero");

    assertThat(new SshdBinary(program, PATIENCE).version()).hasSizeLessThanOrEqualTo(4096);
  }

  @Test
  void saysThatThereIsNoSuchProgram() {
    File missing = directory.resolve("missing").toFile();

    assertThatThrownBy(() -> new SshdBinary(missing, PATIENCE).version())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.getPath());
  }

  private Path pidFile() {
    return directory.resolve("pid");
  }

  private File program(String script) throws IOException {
    File file = directory.resolve("sshd").toFile();
    Files.writeString(file.toPath(), "#!/bin/sh\n" + script + "\n");
    assertThat(file.setExecutable(true)).isTrue();
    return file;
  }
}
