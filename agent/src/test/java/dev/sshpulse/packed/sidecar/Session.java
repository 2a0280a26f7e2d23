package dev.sshpulse.packed.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A client in a process of its own, whose command repeats what is typed. */
final class Session implements AutoCloseable {
  /** The first line tells the ports. */
  static final String COMMAND = "echo $SSH_CONNECTION; cat";

  private static final String SAID = "typed\n";

  private final Process process;
  private final Path out;

  /**
   * Begins to connect.
   *
   * @param command what logs in and runs {@link #COMMAND}
   */
  Session(Namespace machine, List<String> command) {
    List<String> all = new ArrayList<>(List.of(machine.enter()));
    all.addAll(command);
    try {
      out = Files.createTempFile("session", ".out");
      process =
          new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it is logged in. */
  Session awaitLogin() {
    await().atMost(HostJvm.PATIENCE).until(() -> !process.isAlive() || connection().length == 4);
    assertThat(process.isAlive()).as(this::said).isTrue();
    return this;
  }

  /** The client's port; a connection to another of the servers' ports may have the same. */
  int port() {
    return Integer.parseInt(connection()[1]);
  }

  int serverPort() {
    return Integer.parseInt(connection()[3]);
  }

  /** Four words once it is known: address and port of the client, and of the server. */
  private String[] connection() {
    return said()
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 4 && words[0].startsWith("10."))
        .findFirst()
        .orElse(new String[0]);
  }

  private String said() {
    try {
      return Files.readString(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends something, whether or not it gets there, and even if the client has ended by now. */
  void type() {
    try {
      process.getOutputStream().write(SAID.getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    } catch (IOException e) {
      assertThat(process.onExit()).succeedsWithin(HostJvm.PATIENCE);
    }
  }

  void awaitEcho() {
    await().atMost(HostJvm.PATIENCE).until(() -> said().endsWith(SAID));
  }

  /** Ends the command, and with it the connection. */
  void logOut() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal, such as {@code STOP}. */
  void signal(String name) {
    Namespace.execute("", List.of("kill", "-" + name, "" + process.pid()));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    try {
      Files.deleteIfExists(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
