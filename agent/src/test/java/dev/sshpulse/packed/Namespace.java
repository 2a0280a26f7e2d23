package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A network of its own, with interfaces, routes, filters and sockets that nobody else sees. */
public record Namespace(String name) {

  /** What to put before a command that shall run there. */
  public String[] enter() {
    return new String[] {"ip", "netns", "exec", name};
  }

  /** Runs a command there, and gives its output. Fails with what it said. */
  public String run(String... command) {
    return type("", command);
  }

  /** Runs a command there that reads {@code input}. */
  public String type(String input, String... command) {
    List<String> inside = new ArrayList<>(List.of(enter()));
    inside.addAll(List.of(command));
    return execute(input, inside);
  }

  /** Sets values of the kernel, each {@code name=value}. */
  public void sysctl(String... settings) {
    List<String> command = new ArrayList<>(List.of("sysctl", "--quiet", "--write"));
    command.addAll(List.of(settings));
    run(command.toArray(String[]::new));
  }

  /** Runs a command on this machine, outside all namespaces. */
  public static String execute(String input, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s says: %s", command, said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
