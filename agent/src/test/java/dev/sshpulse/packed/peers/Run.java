package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a program, whose output goes to files so that nothing blocks. */
final class Run implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;

  private Run(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts a program with nothing to read. */
  static Run of(String... command) {
    return start(List.of(command), Map.of()).endInput();
  }

  /** Starts a program, whose standard input stays open. */
  static Run start(List<String> command, Map<String, String> environment) {
    try {
      Path out = Files.createTempFile("peer", ".out");
      Path err = Files.createTempFile("peer", ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().remove("SSH_AUTH_SOCK");
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      return new Run(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Run type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Run endInput() {
    try {
      process.getOutputStream().close();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitOutput(String text) {
    await()
        .atMost(HostJvm.PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> out().contains(text) || !process.isAlive());
    assertThat(out()).as(this::err).contains(text);
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Its exit status; waits for it. */
  int status() {
    try {
      assertThat(process.waitFor(HostJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("ended; stdout: %s stderr: %s", out(), err())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What it printed, which must have been a success. */
  String text() {
    try (this) {
      assertThat(status()).as(this::err).isZero();
      return out();
    }
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
