package dev.sshpulse.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** OpenSSH's sshd on loopback, with a user of its own that goes with it. Needs root. */
final class PrivateSshd {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PASSWORD = "secret";

  private final String user = "log" + ProcessHandle.current().pid();
  private final Socket bound = new Socket();
  private final int port = freePort();
  private final Path directory;
  private final Process server;
  private final List<Process> clients = new ArrayList<>();

  PrivateSshd(Path directory) throws Exception {
    this.directory = directory;
    String sshd = find("sshd");
    find("ssh");
    assumeTrue("root".equals(System.getProperty("user.name")), "not root: cannot make a user");
    // The user's sshd reads the key there.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    run("useradd", "--no-create-home", "--home-dir", "/", "--shell", "/bin/sh", user);
    run("sh", "-c", "echo %s:%s | chpasswd".formatted(user, PASSWORD));
    for (String key : List.of("host-key", "key", "wrong-key")) {
      run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file(key));
    }
    Files.writeString(directory.resolve("ask"), "#!/bin/sh\necho \"$PASSWORD\"\n");
    run("chmod", "+x", file("ask"));
    Files.writeString(directory.resolve("sshd_config"), configuration());
    // It insists on a directory that only the system's own sshd would make.
    String command = "mount -t tmpfs none /run && mkdir /run/sshd && exec %s -D -E %s -f %s";
    server =
        new ProcessBuilder(
                "unshare", "-m", "sh", "-c", command.formatted(sshd, log(), file("sshd_config")))
            .inheritIO()
            .start();
    await()
        .atMost(PATIENCE)
        .until(() -> Files.exists(log()) && Files.readString(log()).contains("listening"));
  }

  private String configuration() {
    return """
        ListenAddress 127.0.0.1:%d
        HostKey %s
        AuthorizedKeysFile %s.pub
        StrictModes no
        UsePAM no
        PidFile none
        LogLevel VERBOSE
        ClientAliveInterval 1
        ClientAliveCountMax 1
        """
        .formatted(port, file("host-key"), file("key"));
  }

  Path log() {
    return directory.resolve("sshd.log");
  }

  String file(String name) {
    return directory.resolve(name).toString();
  }

  int port() {
    return port;
  }

  /** A client with these options, which runs a command there. */
  Process client(String password, String command, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("ssh", "-F", "none", "-p", "" + port));
    Stream.of(
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "NumberOfPasswordPrompts=1",
            "IdentitiesOnly=yes")
        .forEach(option -> all.addAll(List.of("-o", option)));
    all.addAll(List.of(options));
    all.addAll(List.of(user + "@127.0.0.1", command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("SSH_ASKPASS", file("ask"));
    builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
    builder.environment().put("PASSWORD", password);
    Process client = builder.start();
    clients.add(client);
    return client;
  }

  static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), said).isZero();
  }

  private static String find(String program) {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator))
        .map(folder -> new File(folder, program))
        .filter(File::canExecute)
        .findFirst()
        .map(File::getPath)
        .orElseGet(
            () -> {
              assumeTrue(false, "missing: " + program + " (Debian: openssh-server)");
              return "";
            });
  }

  /** It stays bound: sshd may listen there, and nobody else is given it. */
  private int freePort() {
    try {
      bound.setReuseAddress(true);
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return bound.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void stop() throws Exception {
    clients.forEach(Process::destroyForcibly);
    server.descendants().forEach(ProcessHandle::destroyForcibly);
    server.destroyForcibly().onExit().join();
    bound.close();
    run("sh", "-c", "pkill -KILL -u %s; userdel --force %s".formatted(user, user));
  }
}
