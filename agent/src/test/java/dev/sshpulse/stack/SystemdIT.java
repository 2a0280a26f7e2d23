package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Namespace;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.packed.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The unit of {@code deploy/systemd}, installed as its page says, under a real systemd. */
class SystemdIT {
  private static final Path FOLDER = Dashboard.ROOT.resolve("deploy/systemd");
  private static final String UNIT = "sshpulse-sidecar";
  private static final String DROP_INS = UNIT + ".service.d";
  private static final String PROCESS_NAMES = "process-names.conf";
  private static final String URL = "http://127.0.0.1:9923";

  /** Where the page's commands are typed. */
  private static final Path RELEASE = Path.of("release");

  private static final String SSHD_CONFIG =
      """
      ListenAddress 127.0.0.1
      HostKey /release/key
      LoginGraceTime 0
      UsePAM no
      """;

  private static final String INCLUDE =
      """
      mkdir -p /etc/ssh/sshd_config.d
      echo ClientAliveInterval 47 > /etc/ssh/sshd_config.d/47.conf
      echo 'Include /etc/ssh/sshd_config.d/*.conf' >> /etc/ssh/sshd_config
      """;

  private static final String SSHD_UNIT =
      """
      [Service]
      RuntimeDirectory=sshd
      ExecStart=/usr/sbin/sshd -D
      """;

  /**
   * Both ends have said that they speak SSH; nobody has logged in. Reads the server's
   * SSH_MSG_KEXINIT too: whoever closes with something unread resets.
   */
  private static final String CONNECT =
      """
      exec 3<>/dev/tcp/127.0.0.1/22
      echo SSH-2.0-probe >&3
      read -r line <&3
      length=$(head -c 4 <&3 | od -An -tx1 | tr -d ' ')
      head -c $((16#$length)) <&3 > /dev/null
      """;

  private static final List<String> THRICE = Collections.nCopies(3, "unexpected_eof");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "process-names.conf", "sshd-config.conf", "no-agents.conf", "otlp.conf"})
  void exposesItselfByNoMoreThanTwoOfTen(String dropIn) throws IOException {
    String analyze = Tool.path("systemd-analyze", "systemd");
    Path unit = Files.copy(FOLDER.resolve(UNIT + ".service"), directory.resolve(UNIT + ".service"));
    Files.createDirectory(directory.resolve(DROP_INS));
    if (!dropIn.isEmpty()) {
      String file = DROP_INS + "/" + dropIn;
      Files.copy(FOLDER.resolve(file), directory.resolve(file));
    }

    String told =
        Namespace.execute(
            "", List.of(analyze, "security", "--offline=true", "--threshold=20", "" + unit));

    assertThat(told).contains("Overall exposure level");
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void readsTheKernelTheJournalAndTheConfigurationWithoutAnyRight(Jdk jdk) throws Exception {
    try (SystemdHost host = SystemdHost.start(files(jdk))) {
      install(host);
      assertThat(host.run("systemd-analyze", "verify", "--man=no", UNIT + ".service")).isEmpty();
      awaitUp(host, "sock_diag", "sshd_log", "sshd_config", "host_counters");

      // Without sshd's words in the journal they would be "closed". The first may come before the
      // journal is followed.
      await()
          .atMost(HostJvm.PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                host.run("bash", "-c", CONNECT);
                return Collections.indexOfSubList(ofSshd(host), THRICE) == 0;
              });
      assertThat(scrape(host).sum("sshpulse_errors_total")).isZero();
      assertStopsWithSuccess(host);
    }
  }

  private static void assertStopsWithSuccess(SystemdHost host) {
    host.run("systemctl", "stop", UNIT);

    host.run("journalctl", "--sync");
    assertThat(host.run("journalctl", "--output=cat", "_PID=1"))
        .contains(UNIT + ".service: Deactivated successfully.")
        .doesNotContain("exited", "timed out");
  }

  @Test
  void goesOnAfterAnUpgradeAndLeavesNothingWhenItIsRemoved() throws Exception {
    try (SystemdHost host = SystemdHost.start(files(Jdk.all().get(0)))) {
      install(host);
      awaitUp(host, "sshd_log");

      type(host, "## Upgrade");
      awaitUp(host, "sshd_log");
      type(host, "## Remove");

      assertThat(host.run("find", "/etc", "/opt", "/var/lib", "-name", "*sshpulse*")).isEmpty();
      assertThat(host.run("systemctl", "list-units", "--all", "--no-legend", UNIT + "*")).isEmpty();
    }
  }

  @Test
  void namesTheProcessesOnceItMay() throws Exception {
    try (SystemdHost host = SystemdHost.start(files(Jdk.all().get(0)))) {
      install(host);
      addDropIn(host, PROCESS_NAMES);
      awaitUp(host, "sock_diag");

      Process client = host.begin("bash", "-c", CONNECT + "cat <&3");

      awaitUp(host, "process_names");
      await()
          .atMost(HostJvm.PATIENCE)
          .until(() -> fetch(host, "/api/v1/connections").contains("\"process\":\"sshd\""));
      client.destroy();
    }
  }

  @Test
  void asksTheKernelWhereNothingMayBeExecutedFromTmp() throws Exception {
    try (SystemdHost host = SystemdHost.start(files(Jdk.all().get(0)))) {
      host.run("mount", "-o", "remount,noexec", "/tmp");

      install(host);

      awaitUp(host, "sock_diag");
    }
  }

  @Test
  void readsAConfigurationThatOnlyRootMayReadOnceItMay() throws Exception {
    try (SystemdHost host = SystemdHost.start(files(Jdk.all().get(0)))) {
      host.run("sh", "-euc", INCLUDE);
      host.run("chmod", "-R", "go=", "/etc/ssh");
      install(host);
      awaitUp(host, "sock_diag");
      assertThat(scrape(host).value(up("sshd_config"))).isZero();

      addDropIn(host, "sshd-config.conf");

      awaitUp(host, "sshd_config");
      assertThat(fetch(host, "/api/v1/sources")).contains("ClientAliveInterval 47");
    }
  }

  /** What lies over the host's own files. */
  private Path files(Jdk jdk) throws IOException {
    Path release = Files.createDirectory(directory.resolve(RELEASE));
    Files.copy(HostJvm.JAR, release.resolve("sshpulse.jar"));
    for (Path file : unitAndDropIns()) {
      Files.copy(file, release.resolve(FOLDER.relativize(file)));
    }
    Files.writeString(release.resolve("ssh.service"), SSHD_UNIT);
    Path key = release.resolve("key");
    Namespace.execute("", List.of("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", "" + key));
    Path sshd = Files.createDirectories(directory.resolve("etc/ssh")).resolve("sshd_config");
    Files.writeString(sshd, SSHD_CONFIG);
    Path java = Files.createDirectories(directory.resolve("usr/bin")).resolve("java");
    Files.createSymbolicLink(java, Path.of(jdk.java()));
    return directory;
  }

  private static List<Path> unitAndDropIns() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().contains(UNIT)).sorted().toList();
    }
  }

  /** An sshd, and with the page's own commands the unit. */
  private static void install(SystemdHost host) {
    host.run("cp", "/release/ssh.service", "/etc/systemd/system/");
    host.run("systemctl", "start", "ssh");
    type(host, "## Install");
  }

  private static void type(SystemdHost host, String heading) {
    typeCommands(host, commands(heading));
  }

  /** What the page has for the one, for any. */
  private static void addDropIn(SystemdHost host, String name) {
    typeCommands(host, commands("## Drop-ins").replace(PROCESS_NAMES, name));
  }

  /** Of the first block below a heading of the page. */
  private static String commands(String heading) {
    String page = Node.read(FOLDER.resolve("README.md"));
    return page.substring(page.indexOf(heading + "\n")).split("```\n")[1];
  }

  private static void typeCommands(SystemdHost host, String commands) {
    host.run("sh", "-euc", "cd /" + RELEASE + "; " + commands.replace("sudo ", ""));
  }

  private static void awaitUp(SystemdHost host, String... sources) {
    await()
        .atMost(HostJvm.PATIENCE)
        .untilAsserted(
            () -> {
              Scrape scrape = scrape(host);
              for (String source : sources) {
                assertThat(scrape.value(up(source))).as(source).isOne();
              }
            });
  }

  private static String up(String source) {
    return "sshpulse_source_up{source=\"%s\"}".formatted(source);
  }

  private static Scrape scrape(SystemdHost host) {
    return Scrape.of(fetch(host, "/metrics"));
  }

  private static String fetch(SystemdHost host, String path) {
    return host.run("curl", "--silent", "--show-error", "--fail", URL + path);
  }

  /** What ended the connections of the host's sshd. */
  private static List<String> ofSshd(SystemdHost host) {
    return Told.all(fetch(host, "/api/v1/endings")).stream()
        .filter(told -> told.side().equals("server"))
        .map(Told::cause)
        .toList();
  }
}
