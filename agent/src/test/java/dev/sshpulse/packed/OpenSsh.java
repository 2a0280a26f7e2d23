package dev.sshpulse.packed;

import static org.awaitility.Awaitility.await;

import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OpenSSH on another machine: a server of which nobody else knows, or clients. */
public final class OpenSsh implements AutoCloseable {
  public static final int PORT = 22;
  public static final String USER = "root";

  private final Namespace machine;
  private final String address;
  private final Path directory;
  private final List<Process> processes = new ArrayList<>();

  /** On the peer's machine. */
  OpenSsh(Machines machines, Path directory) {
    this(machines.peer(), Machines.PEER_ADDRESS, directory);
  }

  /** Keeps its keys in a directory, which must be {@code USER}'s. */
  public OpenSsh(Namespace machine, String address, Path directory) {
    this.machine = machine;
    this.address = address;
    this.directory = directory;
    generate("host-key");
    generate("key");
  }

  private void generate(String name) {
    List<String> command = List.of("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f");
    List<String> all = new ArrayList<>(command);
    all.add(directory.resolve(name).toString());
    Namespace.execute("", all);
  }

  /** The private key that its server lets in. */
  public Path key() {
    return directory.resolve("key");
  }

  /** What its server writes to its log. */
  public Path log() {
    return directory.resolve("server");
  }

  /**
   * A server that listens when this returns.
   *
   * @param settings lines for its configuration
   */
  public Process serve(String... settings) throws IOException {
    Path configuration =
        Files.writeString(
            directory.resolve("sshd_config"),
            """
            ListenAddress %s:%d
            HostKey %s
            AuthorizedKeysFile %s.pub
            PermitRootLogin prohibit-password
            StrictModes no
            UsePAM no
            PidFile none
            %s
            """
                .formatted(
                    address,
                    PORT,
                    directory.resolve("host-key"),
                    key(),
                    String.join("\n", settings)));
    String sshd = Tool.path("sshd", "openssh-server");
    // It insists on a directory that only the system's own sshd would make.
    String command = "mount -t tmpfs none /run && mkdir /run/sshd && exec %s -D -e -f %s";
    Process server = start("server", List.of("sh", "-c", command.formatted(sshd, configuration)));
    await().atMost(HostJvm.PATIENCE).until(() -> said("server").contains("Server listening"));
    return server;
  }

  /** A client that is logged in when this returns. */
  Process logIn(String address, int port) throws IOException {
    String name = "client" + processes.size();
    Process client = start(name, logInAnd("wait", address, port));
    await().atMost(HostJvm.PATIENCE).until(() -> said(name).contains("logged in"));
    return client;
  }

  /** How a client logs in and runs something there. */
  public List<String> logInAnd(String run, String address, int port) {
    return List.of(
        "ssh",
        "-F",
        "none",
        "-p",
        "" + port,
        "-i",
        key().toString(),
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "BatchMode=yes",
        USER + "@" + address,
        run);
  }

  private Process start(String name, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(List.of(machine.enter()));
    all.addAll(command);
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name).toFile())
            .start();
    processes.add(process);
    return process;
  }

  private String said(String name) throws IOException {
    return Files.readString(directory.resolve(name));
  }

  /** Stops it, so that it leaves unread what comes, until something has come. */
  void stopReading(ProcessHandle process) {
    Namespace.execute("", List.of("kill", "-STOP", "" + process.pid()));
    await().atMost(HostJvm.PATIENCE).until(this::isSomethingUnread);
  }

  private boolean isSomethingUnread() {
    String sockets = machine.run("ss", "-Htn", "state", "established");
    return sockets.lines().anyMatch(line -> !line.startsWith("0 "));
  }

  @Override
  public void close() throws IOException {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    for (Process process : processes) {
      process.onExit().join();
    }
  }
}
