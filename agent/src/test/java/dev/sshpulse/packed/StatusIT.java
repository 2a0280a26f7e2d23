package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.WirePairs;
import dev.sshpulse.stack.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} of real agents. */
class StatusIT {
  private static final Jdk JDK = Jdk.all().get(0);

  /** A word, and what bcrypt makes of it: a vector of its authors'. */
  private static final String PASSWORD = "U*U";

  private static final String BCRYPT =
      "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

  private static final String USERS = "basic_auth_users:\n  ann: " + BCRYPT + "\n";

  @TempDir private Path folder;

  @Test
  void saysWhatAnAgentSeesAndWhatKilledWhat() {
    try (HostJvm host = HostJvm.on(JDK).agent().start(WirePairs.class, "2")) {
      host.awaitOutput("open 2").type("hang up").awaitOutput("broken pipes 3");
      await()
          .atMost(HostJvm.PATIENCE)
          .until(() -> host.scrape().sum("ssh_unprotected_connections") == 2);
      await()
          .atMost(HostJvm.PATIENCE)
          .until(() -> Told.all(host.fetch("/api/v1/endings")).size() == 2);

      HostJvm status = run(host.url());

      assertThat(status.exitCode()).isZero();
      assertThat(status.out())
          .contains(
              host.url().replace("/metrics", ""),
              "ready, sees sockets",
              "hooks        jdk",
              "1 client, 1 server",
              "unprotected: 2 no keepalive",
              "broken_pipe",
              "the peer's turn",
              "look first: Why the peer closed",
              "0 errors of its own, 0 observations dropped",
              "off: no OTLP endpoint is configured");
    }
  }

  @Test
  void findsAJvmByItsNumberAndByItsCommand() {
    try (HostJvm host =
        HostJvm.on(JDK).agent().option("-Dname=status-it").start(WirePairs.class, "1", "find-me")) {
      host.awaitOutput("open 1");
      String url = host.url().replace("/metrics", "");

      assertThat(run(String.valueOf(host.pid())).out()).contains(url, host.pid() + " ");
      assertThat(run("WirePairs 1 find-me").out()).contains(url);
      assertThat(run().out()).contains(url);
    }
  }

  @Test
  @SuppressWarnings("try") // it is to be gone before the test is over
  void speaksThroughItsExitCodeAloneWhereItIsTo() {
    try (HostJvm host = HostJvm.on(JDK).agent().start(WirePairs.class, "1")) {
      String url = host.url();
      assertThat(run(url.replace("http:", "https:")).out()).contains("speaks no TLS: say http://");
      HostJvm running = run("--quiet", url);
      assertThat(running.exitCode()).isZero();
      assertThat(running.out() + running.err()).isEmpty();

      host.close();

      HostJvm gone = run("--quiet", url);
      assertThat(gone.exitCode()).isEqualTo(1);
      assertThat(gone.out() + gone.err()).isEmpty();
      assertThat(run("--quiet", "no such JVM").err()).isEmpty();
      assertThat(run(url).out()).contains("runs         no: nobody listens there");
      assertThat(Node.of("json", run("--json", url).out()).at("running").text()).isEqualTo("false");
    }
  }

  @Test
  void asksASecureAgentAsItsUser() throws Exception {
    try (HostJvm host =
        HostJvm.on(JDK).agent("http.web-config=" + webConfig(USERS)).start(WirePairs.class, "1")) {
      host.awaitOutput("open 1");
      String url = host.url();
      String authority = folder.resolve("cert.pem").toString();
      assertThat(url).startsWith("https://");

      assertThat(run(url).out()).contains("nobody whom this JVM trusts", "--ca FILE");
      assertThat(run("--ca", authority, url).out()).contains("--user NAME");
      assertThat(asAnn("wrong", "--ca", authority, "--user", "ann", url).out())
          .contains("does not let ann in");
      HostJvm status = asAnn(PASSWORD, "--ca", authority, "--user", "ann", url);
      assertThat(status.exitCode()).as(status.out() + status.err()).isZero();
      assertThat(status.out()).contains("ready, sees sockets", "1 client, 1 server");
    }
  }

  @Test
  void showsItsCertificateToAnAgentThatWantsOne() throws Exception {
    String mutual = "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: cert.pem\n";
    try (HostJvm host =
        HostJvm.on(JDK).agent("http.web-config=" + webConfig(mutual)).start(WirePairs.class, "1")) {
      host.awaitOutput("open 1");
      String certificate = folder.resolve("cert.pem").toString();
      String key = folder.resolve("key.pem").toString();

      HostJvm nobody = run("--ca", certificate, host.url());
      HostJvm known = run("--ca", certificate, "--cert", certificate, "--key", key, host.url());

      assertThat(nobody.out()).contains("wants a certificate of its clients", "--cert FILE");
      assertThat(known.exitCode()).as(known.out() + known.err()).isZero();
      assertThat(known.out()).contains("ready, sees sockets", "1 client, 1 server");
    }
  }

  private static HostJvm asAnn(String password, String... arguments) {
    HostJvm status =
        HostJvm.startedBy(command(arguments)).environment("SSHPULSE_PASSWORD", password).launch();
    status.exitCode();
    return status;
  }

  private static HostJvm run(String... arguments) {
    HostJvm status = HostJvm.startedBy(command(arguments)).launch();
    status.exitCode();
    return status;
  }

  private static List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(JDK.java(), "-jar", HostJvm.JAR.toAbsolutePath().toString(), "status"));
    command.addAll(List.of(arguments));
    return command;
  }

  private Path webConfig(String more) throws Exception {
    Path store = folder.resolve("keys.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "agent",
        "-keyalg",
        "EC",
        "-dname",
        "CN=agent",
        "-ext",
        "san=ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit",
        "-validity",
        "2");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    pem("cert.pem", "CERTIFICATE", keys.getCertificate("agent").getEncoded());
    pem("key.pem", "PRIVATE KEY", keys.getKey("agent", "changeit".toCharArray()).getEncoded());
    return Files.writeString(
        folder.resolve("web.yml"),
        "tls_server_config:\n  cert_file: cert.pem\n  key_file: key.pem\n" + more);
  }

  private void pem(String name, String what, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(JDK.home().resolve("bin/keytool").toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}
