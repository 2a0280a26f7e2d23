package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Scrape;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Apache Karaf, an OSGi container whose administrators log in to an SSH shell. What it delegates to
 * the boot loader is configured as it comes.
 */
class KarafIT {
  private static final Path ARCHIVE = Path.of("target/apache-karaf.tar.gz");
  private static final String HERE = "127.0.0.1";
  private static final String USER = "karaf";

  @TempDir Path directory;

  /** Karaf 4.4 asks for a security manager, without which newer JDKs do. */
  static Stream<Jdk> jdks() {
    return Jdk.all().stream().filter(jdk -> jdk.release() < 24);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void tellsOfACommandInItsShell(Jdk jdk) throws Exception {
    int port = FreePort.now();
    Path karaf = unpacked(port);

    try (Spans spans = new Spans();
        HostJvm host = started(jdk, karaf, spans)) {
      await().atMost(HostJvm.PATIENCE).ignoreExceptions().until(() -> listens(port));
      assertThat(run(port, "echo hello")).isEqualTo("hello");

      List<String> told = spans.take(1);
      assertThat(told).hasSize(4);
      assertThat(told.get(0)).startsWith("ssh auth INTERNAL below ssh connect UNSET ");
      assertThat(told.get(1)).startsWith("ssh close INTERNAL root UNSET -> ssh connect ");
      assertThat(told.get(2))
          .startsWith("ssh connect SERVER root UNSET ")
          .contains("ssh.library.version=2.15.0, ssh.library=mina-sshd,");
      assertThat(told.get(3))
          .startsWith("ssh session SERVER below ssh connect UNSET ")
          .contains("ssh.channel.kind=exec", "ssh.session.exit_status=0");
      assertThat(Hooked.of(host)).contains("mina-sshd 2.15.0 matched ");
      Scrape scrape = host.scrape();
      assertThat(scrape.value("ssh_channels_total{kind=\"exec\",side=\"server\"}")).isEqualTo(1);
      assertThat(scrape.sum("sshpulse_errors_total")).isZero();
      assertThat(Files.readString(karaf.resolve("data/log/karaf.log")))
          .doesNotContain("sshpulse", "Sshpulse");
    }
  }

  private static HostJvm started(Jdk jdk, Path karaf, Spans spans) {
    String agent = "-javaagent:" + HostJvm.JAR.toAbsolutePath() + "=http.listen=127.0.0.1:0";
    return spans
        .to(HostJvm.on(jdk))
        .environment("JAVA_HOME", jdk.home().toString())
        .environment("EXTRA_JAVA_OPTS", agent)
        .environment("KARAF_EXEC", "exec") // the process that is ended is Karaf itself
        .under("sh", "-c", "exec '" + karaf.resolve("bin/karaf") + "' server")
        .launch();
  }

  /** With a user, as its manual says, and at a port that nobody else has. */
  private Path unpacked(int port) throws IOException {
    assumeTrue(Files.exists(ARCHIVE), "missing: agent/" + ARCHIVE + " (./mvnw verify copies it)");
    Run.of("tar", "-xzf", "" + ARCHIVE.toAbsolutePath(), "-C", "" + directory).text();
    Path karaf = directory.resolve(Run.of("ls", "" + directory).text().strip());
    append(
        karaf.resolve("etc/users.properties"),
        USER + " = " + USER + ",_g_:admingroup",
        "_g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh");
    append(
        karaf.resolve("etc/org.apache.karaf.shell.cfg"), "sshPort = " + port, "sshHost = " + HERE);
    return karaf;
  }

  private static void append(Path file, String... lines) throws IOException {
    Files.write(file, Arrays.asList(lines), StandardOpenOption.APPEND);
  }

  private static boolean listens(int port) throws IOException {
    try (Socket socket = new Socket(HERE, port)) {
      return socket.getInputStream().read() == 'S';
    }
  }

  private static String run(int port, String command) throws IOException {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    client.start();
    try (ClientSession session =
        client.connect(USER, HERE, port).verify(HostJvm.PATIENCE).getSession()) {
      session.addPasswordIdentity(USER);
      session.auth().verify(HostJvm.PATIENCE);
      return session.executeRemoteCommand(command).strip();
    } finally {
      client.stop();
    }
  }
}
