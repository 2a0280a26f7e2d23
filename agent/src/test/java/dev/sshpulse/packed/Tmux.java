package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A terminal that a test looks at and types into: tmux, on a server of its own. */
final class Tmux implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(100);

  /** Printed by the shell when the program is over, with its exit code. */
  static final String OVER = "the program is over: ";

  private final String tmux = Tool.path("tmux", "tmux");
  private final String server = "sshpulse-" + UUID.randomUUID();

  /** Runs a command, and a shell behind it that says how it ended and how the terminal is. */
  Tmux(int columns, int rows, String command) {
    tmux(
        "new-session",
        "-d",
        "-x",
        String.valueOf(columns),
        "-y",
        String.valueOf(rows),
        command + "; echo '" + OVER + "'$?; stty -a; exec cat");
  }

  private String tmux(String... arguments) {
    List<String> command = new ArrayList<>(List.of(tmux, "-f", "/dev/null", "-L", server));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.equals("TMUX"));
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is to be seen, a line each. */
  List<String> screen() {
    return tmux("capture-pane", "-p").lines().toList();
  }

  /** With its colours, as escape sequences. */
  String coloured() {
    return tmux("capture-pane", "-p", "-e");
  }

  /** Waits until all of these are to be seen. */
  List<String> awaitScreen(String... texts) {
    await()
        .atMost(HostJvm.PATIENCE)
        .pollInterval(GLANCE)
        .untilAsserted(() -> assertThat(String.join("\n", screen())).contains(texts));
    return screen();
  }

  /** Waits until none of these is to be seen. */
  List<String> awaitNo(String... texts) {
    await()
        .atMost(HostJvm.PATIENCE)
        .pollInterval(GLANCE)
        .untilAsserted(() -> assertThat(String.join("\n", screen())).doesNotContain(texts));
    return screen();
  }

  /** Presses keys, by their characters or tmux's names. */
  Tmux press(String... keys) {
    List<String> arguments = new ArrayList<>(List.of("send-keys"));
    arguments.addAll(List.of(keys));
    tmux(arguments.toArray(String[]::new));
    return this;
  }

  void resize(int columns, int rows) {
    tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
  }

  /** The JVM that runs in it. */
  ProcessHandle program() {
    long shell = Long.parseLong(ask("#{pane_pid}"));
    return ProcessHandle.of(shell).orElseThrow().children().findFirst().orElseThrow();
  }

  boolean showsTheCursor() {
    return ask("#{cursor_flag}").equals("1");
  }

  /** Whether a program has put another screen over the shell's. */
  boolean showsAnotherScreen() {
    return ask("#{alternate_on}").equals("1");
  }

  private String ask(String format) {
    return tmux("display-message", "-p", format).strip();
  }

  /** Keeps what is to be seen, for people to look at. */
  void keep(String name) {
    try {
      Path folder = Files.createDirectories(Path.of("target/top"));
      Files.writeString(folder.resolve(name + ".txt"), String.join("\n", screen()) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    tmux("kill-server");
  }
}
