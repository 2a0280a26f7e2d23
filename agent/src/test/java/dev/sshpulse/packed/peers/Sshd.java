package dev.sshpulse.packed.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** OpenSSH's sshd on loopback, with a user of its own that goes with it. Needs root. */
final class Sshd implements LibraryServer, AutoCloseable {
  private static final String PASSWORD = "secret";
  private static final String NEEDS_PAM = "asks by keyboard-interactive only through PAM";

  static final Map<Scenario, String> CANNOT =
      Map.of(
          Scenario.KEYBOARD,
          NEEDS_PAM,
          Scenario.WRONG_ANSWER,
          NEEDS_PAM,
          Scenario.CLIENT_VANISHES,
          "the client is the host",
          Scenario.SCP,
          "no protocol of its own for a connection",
          Scenario.IDLE_TIMEOUT,
          "has one for channels only",
          Scenario.SERVER_REKEYS,
          "asks for new keys by volume or time only");

  private final String user = "peer" + ProcessHandle.current().pid();
  private final int port = FreePort.now();
  private final Process process;
  private final Path log;

  Sshd(Path directory, Keys keys) throws IOException {
    String sshd = Tool.path("sshd", "openssh-server");
    assumeTrue("root".equals(System.getProperty("user.name")), "not root: cannot make a user");
    makeUser();
    // The user writes its files there.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path hostKey = directory.resolve("host-key");
    if (!Files.exists(hostKey)) {
      Run.of("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", "" + hostKey).text();
    }
    Path configuration = Files.writeString(directory.resolve("sshd_config"), text(hostKey, keys));
    log = directory.resolve("sshd.log");
    // It insists on a directory that only the system's own sshd would make.
    String command = "mount -t tmpfs none /run && mkdir /run/sshd && exec %s -D -e -f %s";
    process =
        new ProcessBuilder("unshare", "-m", "sh", "-c", command.formatted(sshd, configuration))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await().atMost(HostJvm.PATIENCE).until(() -> Files.readString(log).contains("listening"));
  }

  private void makeUser() {
    Run.of("useradd", "--no-create-home", "--home-dir", "/", "--shell", "/bin/bash", user).text();
    String change = "echo %s:%s | chpasswd".formatted(user, PASSWORD);
    Run.of("sh", "-c", change).text();
  }

  /** With the algorithms of old libraries, which it has and does not offer by itself. */
  private String text(Path hostKey, Keys keys) {
    return """
        ListenAddress 127.0.0.1:%d
        HostKey %s
        AuthorizedKeysFile %s.pub
        StrictModes no
        UsePAM no
        PidFile none
        MaxAuthTries 6
        Subsystem sftp internal-sftp
        HostKeyAlgorithms +ssh-rsa
        PubkeyAcceptedAlgorithms +ssh-rsa
        KexAlgorithms +diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1
        Ciphers +aes128-cbc
        """
        .formatted(port, hostKey, keys.known());
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public String password() {
    return PASSWORD;
  }

  @Override
  public Map<Scenario, String> cannot() {
    return CANNOT;
  }

  @Override
  public String identification() {
    return "SSH-2.0-OpenSSH_…";
  }

  @Override
  public void kicks(Story story) {
    story.ends("unexpected_eof", "peer", null);
  }

  @Override
  public String waitCommand() {
    return "echo ready; read line";
  }

  @Override
  public String throughCommand() {
    return "exec 3<>/dev/tcp/127.0.0.1/PORT; echo hello >&3; cat <&3";
  }

  @Override
  public void before(Scenario scenario) {}

  /** Its process for the connection dies. */
  @Override
  public void interfere(Scenario scenario) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    Run.of("userdel", "--force", user).text();
  }

  @Override
  public String toString() {
    return "OpenSSH's sshd";
  }
}
