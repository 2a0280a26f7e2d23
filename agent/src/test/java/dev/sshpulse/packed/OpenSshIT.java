package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.probe.MinaServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * OpenSSH's client logs in to an application that knows nothing of us, with no hook in its SSH
 * library.
 */
class OpenSshIT {
  private static final int CLIENTS = 5;
  private static final String ACTIVE = "ssh_active_connections{side=\"server\"}";

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void countsTheClientsThatAreLoggedIn(Jdk jdk) throws Exception {
    assumeTrue(new File("/usr/bin/ssh").canExecute(), "missing: ssh (Debian: openssh-client)");
    try (HostJvm host =
        HostJvm.on(jdk)
            .agent()
            .classPath(System.getProperty("java.class.path"))
            .start(MinaServer.class)) {
      int port = port(host);
      Path key = key();
      List<Process> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(login(port, key, i));
      }

      assertThat(host.scrape().value(ACTIVE)).isEqualTo(CLIENTS);
      assertThat(host.scrape().value("ssh_active_connections{side=\"client\"}")).isZero();

      for (Process client : clients) {
        client.getOutputStream().close();
        assertThat(client.waitFor()).isZero();
      }
      await().atMost(HostJvm.PATIENCE).until(() -> host.scrape().value(ACTIVE) == 0);
      assertThat(host.scrape().value("ssh_connections_total{side=\"server\"}")).isEqualTo(CLIENTS);
      assertThat(host.scrape().sum("socket_io_errors_total")).isZero();
    }
  }

  static int port(HostJvm host) {
    host.awaitOutput(".");
    Matcher matcher = Pattern.compile("port (\\d+)\\.").matcher(host.out());
    assertThat(matcher.find()).as(host.out()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private Path key() throws Exception {
    Path key = directory.resolve("key");
    Process process =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", key.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
    return key;
  }

  private Process login(int port, Path key, int number) throws IOException {
    Path out = directory.resolve("client" + number);
    Process process =
        new ProcessBuilder(
                "ssh",
                "-F",
                "none",
                "-p",
                String.valueOf(port),
                "-i",
                key.toString(),
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "BatchMode=yes",
                "-o",
                "LogLevel=ERROR",
                "user@127.0.0.1",
                "wait")
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    await()
        .atMost(HostJvm.PATIENCE)
        .until(() -> Files.readString(out).contains("logged in") || !process.isAlive());
    assertThat(process.isAlive()).isTrue();
    return process;
  }
}
