package dev.sshpulse.packed;

import static org.awaitility.Awaitility.await;

import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OpenSSH on the peer's machine: a server of which nobody else knows, or clients. */
final class OpenSsh implements AutoCloseable {
  static final int PORT = 22;
  static final String USER = "root";

  private final Machines machines;
  private final Path directory;
  private final List<Process> processes = new ArrayList<>();

  /** Keeps its keys in a directory, which must be {@code USER}'s. */
  OpenSsh(Machines machines, Path directory) {
    this.machines = machines;
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
  Path key() {
    return directory.resolve("key");
  }

  /** A server that listens when this returns. */
  Process serve() throws IOException {
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
            """
                .formatted(Machines.PEER_ADDRESS, PORT, directory.resolve("host-key"), key()));
    String sshd = Tool.path("sshd", "openssh-server");
    // It insists on a directory that only the system's own sshd would make.
    String command = "mount -t tmpfs none /run && mkdir /run/sshd && exec %s -D -e -f %s";
    Process server = start("server", "sh", "-c", command.formatted(sshd, configuration));
    await().atMost(HostJvm.PATIENCE).until(() -> said("server").contains("Server listening"));
    return server;
  }

  /** A client that is logged in when this returns. */
  Process logIn(String address, int port) throws IOException {
    String name = "client" + processes.size();
    Process client =
        start(
            name,
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
            "wait");
    await().atMost(HostJvm.PATIENCE).until(() -> said(name).contains("logged in"));
    return client;
  }

  private Process start(String name, String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(machines.peer().enter()));
    all.addAll(List.of(command));
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
    String sockets = machines.peer().run("ss", "-Htn", "state", "established");
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
