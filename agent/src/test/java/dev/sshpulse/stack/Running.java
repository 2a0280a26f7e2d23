package dev.sshpulse.stack;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that runs until it is told to end, and what it has logged. */
public final class Running implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path log;

  private Running(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param log the file that takes both of its streams
   */
  public static Running start(Path log, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      return new Running(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has logged this; gives the first group. */
  public String awaitLog(Pattern pattern) {
    await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .until(() -> !process.isAlive() || pattern.matcher(log()).find());
    Matcher matcher = pattern.matcher(log());
    assertThat(matcher.find()).as(this::log).isTrue();
    return matcher.group(1);
  }

  /** All that it has logged. */
  public String log() {
    return Node.read(log);
  }

  /** Asks it to end, and waits until it has: what it still holds it gives away first. */
  public void end() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS)).as(this::log).isTrue();
  }

  /** Runs a program that ends by itself. */
  public static Outcome run(Map<String, String> environment, List<String> command) {
    try {
      Path log = Files.createTempFile("program", ".log");
      try (Running program = start(log, environment, command)) {
        assertThat(program.process.waitFor(PATIENCE_SECONDS, SECONDS)).as(program::log).isTrue();
        return new Outcome(program.process.exitValue(), program.log());
      } finally {
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Of a program that has ended.
   *
   * @param status 0 when it is content
   * @param said on both streams
   */
  public record Outcome(int status, String said) {}

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
