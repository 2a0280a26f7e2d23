package dev.sshpulse.packed.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The programs in Go of {@code src/test/peers/go}: the server, and how its client is run. */
final class GoServer implements AutoCloseable {
  private static final Path BUILT = Path.of("target/peers");

  private final Process process;

  /** Listens when this returns. */
  GoServer(Namespace machine, String address, int port) {
    List<String> command = new ArrayList<>(List.of(machine.enter()));
    command.addAll(List.of(program("go_server"), address + ":" + port));
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      BufferedReader said = process.inputReader(StandardCharsets.US_ASCII);
      assertThat(said.readLine()).isEqualTo("listening");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How its client logs in and runs something there. */
  static List<String> logInAnd(String run, Path key, String user, String address, int port) {
    return List.of(program("go_session"), address + ":" + port, user, key.toString(), run);
  }

  private static String program(String name) {
    Path program = BUILT.resolve(name);
    assumeTrue(
        Files.isExecutable(program),
        "missing: agent/" + program + " (agent/src/test/peers/provide makes it)");
    return program.toString();
  }

  /** Sends something to the client at this port, which has not asked for it. */
  void write(int clientPort) {
    order("write " + clientPort);
  }

  /** Ends the connection of the client at this port with an RST. */
  void reset(int clientPort) {
    order("reset " + clientPort);
  }

  private void order(String order) {
    try {
      process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL. */
  @Override
  public void close() {
    process
        .destroyForcibly()
        .onExit()
        .orTimeout(HostJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
