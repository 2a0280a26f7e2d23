package dev.sshpulse.stack;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a program said, and how it ended.
 *
 * @param exit its exit code
 */
record Program(int exit, String out, String err) {

  /** Runs it to its end. */
  static Program run(List<String> command) throws IOException, InterruptedException {
    File out = File.createTempFile("program", ".out");
    File err = File.createTempFile("program", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
      assertThat(process.waitFor(60, SECONDS)).as("%s ended", command).isTrue();
      return new Program(process.exitValue(), read(out), read(err));
    } finally {
      Files.delete(out.toPath());
      Files.delete(err.toPath());
    }
  }

  private static String read(File file) throws IOException {
    return Files.readString(Path.of(file.getPath()));
  }

  /** What it printed; fails where it did not succeed. */
  String output() {
    assertThat(exit).as("%s%s", out, err).isZero();
    return out;
  }
}
