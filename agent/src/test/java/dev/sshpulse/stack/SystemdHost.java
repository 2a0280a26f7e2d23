package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A machine of its own with a real systemd, which {@code src/test/peers/systemd_host} starts in
 * namespaces. It has this machine's files, and forgets what was written to them.
 */
final class SystemdHost implements AutoCloseable {
  private static final String SYSTEMD = "/lib/systemd/systemd";
  private static final String PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";

  private final Process script;
  private final String systemd;

  private SystemdHost(Process script) {
    this.script = script;
    systemd = "" + await().atMost(HostJvm.PATIENCE).until(this::started, Optional::isPresent).get();
  }

  /** Running when this returns; the files of {@code folder} lie over this machine's. */
  static SystemdHost start(Path folder) throws IOException {
    requireTools();
    SystemdHost host =
        new SystemdHost(
            new ProcessBuilder("src/test/peers/systemd_host", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    await()
        .atMost(HostJvm.PATIENCE)
        .ignoreExceptionsInstanceOf(AssertionError.class)
        .until(() -> host.run("systemctl", "is-active", "test.target").equals("active\n"));
    return host;
  }

  private static void requireTools() {
    assumeTrue("root".equals(System.getProperty("user.name")), "missing: root on Linux");
    assumeTrue(Files.isExecutable(Path.of(SYSTEMD)), "missing: systemd (Debian: systemd)");
    Tool.path("unshare", "util-linux");
    Tool.path("ip", "iproute2");
    Tool.path("curl", "curl");
  }

  private Optional<Long> started() {
    return script
        .toHandle()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith(SYSTEMD))
        .map(ProcessHandle::pid)
        .findFirst();
  }

  /** Runs a command there, and gives what it said. Fails where the command does. */
  String run(String... command) {
    return Namespace.execute("", entered(command));
  }

  /** Starts a command there that goes on. */
  Process begin(String... command) throws IOException {
    return new ProcessBuilder(entered(command)).redirectErrorStream(true).start();
  }

  private List<String> entered(String... command) {
    List<String> entered =
        new ArrayList<>(List.of("nsenter", "--target", systemd, "--all", "env", "-i", PATH));
    entered.addAll(List.of(command));
    return entered;
  }

  @Override
  public void close() {
    try {
      script.getOutputStream().close();
      assertThat(script.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
