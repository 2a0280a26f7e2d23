package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.WirePairs;
import dev.sshpulse.stack.Node;
import dev.sshpulse.stack.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code http.web-config}, asked by real curl and scraped by a real Prometheus. */
class WebConfigIT {
  private static final String USER = "prometheus:a pass:word";
  private static final String TLS =
      """
      tls_server_config:
        cert_file: server.pem
        key_file: server.key
      """;
  private static final String MUTUAL =
      TLS + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n";
  private static final List<String> OF_TLS = List.of("--cacert", "ca.pem");
  private static final List<String> OF_MUTUAL =
      List.of("--cacert", "ca.pem", "--cert", "client.pem", "--key", "client.key");

  private static final String ASKS_PLAINLY = "scheme: http";
  private static final String ASKS_BY_TLS = "scheme: https\n    tls_config: {ca_file: ca.pem}";
  private static final String ASKS_BY_MUTUAL_TLS =
      "scheme: https\n    tls_config:"
          + " {ca_file: ca.pem, cert_file: client.pem, key_file: client.key}";
  private static final String AS_USER =
      "\n    basic_auth: {username: prometheus, password: 'a pass:word'}";

  /** Where no other than the one that builds would tell more. */
  private final Jdk jdk = Jdk.all().get(0);

  @TempDir Path folder;
  private TestAuthority authority;
  private String users;

  @BeforeEach
  void writeFiles() throws Exception {
    authority =
        new TestAuthority(folder)
            .issue("server", "DNS:localhost,IP:127.0.0.1")
            .issue("client", "DNS:prometheus.example.org");
    users = "basic_auth_users:\n  prometheus: " + hash("a pass:word") + "\n";
  }

  private String hash(String password) throws Exception {
    Process htpasswd =
        new ProcessBuilder(
                Tool.path("htpasswd", "apache2-utils"), "-nbBC", "10", "prometheus", password)
            .start();
    String line = new String(htpasswd.getInputStream().readAllBytes());
    return line.substring(line.indexOf(':') + 1).strip();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private HostJvm agent(Jdk jdk, String webConfig) {
    return HostJvm.on(jdk).agent("http.web-config=" + webConfig).start(WirePairs.class, "3");
  }

  private static HostJvm sidecar(Jdk jdk, String webConfig) {
    return HostJvm.on(jdk)
        .option("-jar", HostJvm.JAR.toString(), "sidecar")
        .environment("SSHPULSE_HTTP_LISTEN", "127.0.0.1:0")
        .environment("SSHPULSE_SIDECAR_AGENT_URL", "off")
        .environment("SSHPULSE_HTTP_WEB_CONFIG", webConfig)
        .launch();
  }

  @Test
  void isScrapedByPrometheusOverTlsMutualTlsAndForAUser() throws Exception {
    String all = file("all.yml", MUTUAL + users);
    try (HostJvm tls = agent(jdk, file("tls.yml", TLS));
        HostJvm mutual = agent(jdk, file("mutual.yml", MUTUAL));
        HostJvm named = agent(jdk, file("users.yml", users));
        HostJvm agent = agent(jdk, all);
        HostJvm sidecar = sidecar(jdk, all);
        Prometheus prometheus =
            prometheus(
                "1s",
                job("tls", tls.url(), ASKS_BY_TLS),
                job("mutual", mutual.url(), ASKS_BY_MUTUAL_TLS),
                job("users", named.url(), ASKS_PLAINLY + AS_USER),
                job("agent", agent.url(), ASKS_BY_MUTUAL_TLS + AS_USER),
                job("sidecar", sidecar.url(), ASKS_BY_MUTUAL_TLS + AS_USER),
                job("nobody", agent.url(), ASKS_BY_MUTUAL_TLS),
                job("without_certificate", agent.url(), ASKS_BY_TLS + AS_USER))) {

      for (String job : List.of("tls", "mutual", "users", "agent", "sidecar")) {
        eventually(() -> assertThat(value(prometheus, "up{job=\"" + job + "\"}")).isEqualTo(1));
      }

      for (String job : List.of("nobody", "without_certificate")) {
        String most = "max_over_time(up{job=\"" + job + "\"}[1h])";
        eventually(() -> assertThat(value(prometheus, most)).isNotNaN());
        assertThat(value(prometheus, most)).as(job).isZero();
      }
      // A scrape may be late on a busy machine, and then there is no value.
      String followed = "sshpulse_config_last_reload_successful{job=\"agent\"}";
      eventually(() -> assertThat(value(prometheus, followed)).isEqualTo(1));
      eventually(() -> assertThat(value(prometheus, "sum(sshpulse_errors_total)")).isZero());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void takesANewCertificateWhileItIsScrapedAndFailsNoScrape(Jdk each) throws Exception {
    String all = file("all.yml", MUTUAL + users);
    try (HostJvm agent = agent(each, all);
        HostJvm sidecar = sidecar(each, all);
        Prometheus prometheus =
            prometheus(
                "5s",
                job("agent", agent.url(), ASKS_BY_MUTUAL_TLS + AS_USER),
                job("sidecar", sidecar.url(), ASKS_BY_MUTUAL_TLS + AS_USER));
        Loop ofAgent = new Loop(agent.url());
        Loop ofSidecar = new Loop(sidecar.url())) {
      eventually(() -> assertThat(value(prometheus, "sum(up)")).isEqualTo(2));
      awaitMoreScrapes(prometheus, 1);
      assertThat(serial(agent)).isEqualTo(1);

      authority.issue("server", "DNS:localhost,IP:127.0.0.1");

      eventually(() -> assertThat(serial(agent)).isEqualTo(3));
      eventually(() -> assertThat(serial(sidecar)).isEqualTo(3));
      awaitMoreScrapes(prometheus, 2);
      ofAgent.awaitMore(3);
      ofSidecar.awaitMore(3);
      assertThat(ofAgent.failures).isEmpty();
      assertThat(ofSidecar.failures).isEmpty();
      assertThat(failedScrapes(prometheus)).isEmpty();
      eventually(() -> assertThat(value(prometheus, "sum(up)")).isEqualTo(2));
    }
  }

  /** Of the certificate that a new connection is shown. */
  private int serial(HostJvm host) {
    Curl curl =
        Curl.ask(
            folder,
            host.url(),
            options(OF_MUTUAL, "-u", USER, "-w", "%{certs}", "-o", "/dev/null"));
    for (String line : curl.answer().split("\n")) {
      if (line.startsWith("Serial Number:")) {
        return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip(), 16);
      }
    }
    throw new AssertionError(curl.answer());
  }

  private void awaitMoreScrapes(Prometheus prometheus, int more) {
    String query = "min(count_over_time(up[1h]))";
    eventually(() -> assertThat(value(prometheus, query)).isNotNaN());
    double before = value(prometheus, query);
    eventually(() -> assertThat(value(prometheus, query)).isGreaterThanOrEqualTo(before + more));
  }

  private static List<String> failedScrapes(Prometheus prometheus) {
    return prometheus.log().lines().filter(line -> line.contains("Scrape failed")).toList();
  }

  /** curl, again and again, over a new connection each time. */
  private final class Loop implements AutoCloseable {
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;

    Loop(String url) {
      thread =
          new Thread(
              () -> {
                while (!closed.get()) {
                  Curl curl =
                      Curl.ask(folder, url, options(OF_MUTUAL, "-u", USER, "--max-time", "30"));
                  if (curl.status() == 200) {
                    answered.incrementAndGet();
                  } else {
                    failures.add(curl.toString());
                  }
                }
              },
              "curl");
      thread.start();
    }

    void awaitMore(int answers) {
      int before = answered.get();
      eventually(() -> assertThat(answered.get()).isGreaterThan(before + answers));
    }

    @Override
    public void close() {
      closed.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void hasAnAnswerToEveryWrongRequest(Jdk each) throws Exception {
    String all = file("all.yml", MUTUAL + users);
    authority.issue("foreign", "DNS:prometheus.example.org");
    Files.createDirectory(folder.resolve("elsewhere"));
    new TestAuthority(folder.resolve("elsewhere")).issue("client", "DNS:prometheus.example.org");
    try (HostJvm agent = agent(each, all);
        HostJvm sidecar = sidecar(each, all)) {
      for (HostJvm host : List.of(agent, sidecar)) {
        String url = host.url();
        String health = url.replace("/metrics", "/-/healthy");

        assertThat(ask(url, OF_MUTUAL, "-u", USER).status()).isEqualTo(200);
        assertThat(ask(url, OF_MUTUAL).status()).isEqualTo(401);
        assertThat(ask(url, OF_MUTUAL).answer())
            .containsIgnoringCase("www-authenticate: Basic realm=\"sshpulse\", charset=\"UTF-8\"");
        assertThat(ask(health, OF_MUTUAL).status()).isEqualTo(401);
        assertThat(ask(url, OF_MUTUAL, "-u", "prometheus:wrong").status()).isEqualTo(401);
        assertThat(ask(url, OF_MUTUAL, "-u", "nobody:a pass:word").status()).isEqualTo(401);
        assertThat(ask(url, OF_MUTUAL, "-H", "Authorization: Basic ????").status()).isEqualTo(401);
        assertThat(ask(url, OF_MUTUAL, "-H", "Authorization: Bearer x").status()).isEqualTo(401);
        assertThat(ask(url, OF_MUTUAL, "-I", "-u", "prometheus:wrong").status()).isEqualTo(401);
        assertThat(ask(url, OF_MUTUAL, "-d", "x", "-u", "prometheus:wrong").status())
            .isEqualTo(401);

        Curl plain = ask(url.replace("https:", "http:"), List.of());
        assertThat(plain.status()).isEqualTo(400);
        assertThat(plain.answer()).contains("This port speaks HTTPS: ask it with https://");
        assertThat(ask(url, OF_MUTUAL, "-u", USER, "--tls-max", "1.1").exit()).isEqualTo(35);
        assertThat(ask(url, OF_MUTUAL, "-u", USER, "--tls-max", "1.2").status()).isEqualTo(200);
        assertThat(ask(url, OF_TLS, "-u", USER).status()).isZero();
        assertThat(
                ask(
                        url,
                        OF_TLS,
                        "-u",
                        USER,
                        "--cert",
                        "elsewhere/client.pem",
                        "--key",
                        "elsewhere/client.key")
                    .status())
            .isZero();

        String metrics = ask(url, OF_MUTUAL, "-u", USER).answer();
        assertThat(metrics).contains("sshpulse_errors_total{where=\"http\"} 0.0");
      }
    }
  }

  private Curl ask(String url, List<String> options, String... more) {
    return Curl.ask(folder, url, options(options, more));
  }

  private static String[] options(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void letsInWhomTheListOfNamesNames() throws Exception {
    authority.issue("other", "DNS:other.example.org");
    String names = MUTUAL + "  client_allowed_sans: [prometheus.example.org]\n";
    try (HostJvm agent = agent(jdk, file("names.yml", names))) {
      String connections = agent.url().replace("/metrics", "/api/v1/connections");
      List<String> asOther =
          List.of("--cacert", "ca.pem", "--cert", "other.pem", "--key", "other.key");
      agent.awaitOutput("open 3");

      Curl named = ask(connections, OF_MUTUAL, "-H", "Host: elsewhere.example.org");

      assertThat(named.status()).isEqualTo(200);
      assertThat(named.answer()).contains("\"peer\":\"127.0.0.1:");
      assertThat(ask(connections, asOther).status()).isZero();
    }
  }

  /** What a port forward, a proxy of a mesh and a page with a name of its own send along. */
  @Test
  void showsAddressesFromAfarToUsersAlone() throws Exception {
    try (HostJvm named = agent(jdk, file("users.yml", users));
        HostJvm open = HostJvm.on(jdk).agent().start(WirePairs.class, "3")) {
      named.awaitOutput("open 3");
      open.awaitOutput("open 3");
      String ofUsers = named.url().replace("/metrics", "/api/v1/connections");
      String ofAll = open.url().replace("/metrics", "/api/v1/connections");
      List<String> user = List.of("-u", USER);

      for (String sent :
          List.of(
              "Host: localhost:8080",
              "Host: rebound.example.org",
              "X-Forwarded-For: 192.0.2.7",
              "x-envoy-peer-metadata-id: router")) {
        assertThat(ask(ofUsers, user, "-H", sent).answer()).as(sent).contains("\"peer\":");
        assertThat(ask(ofUsers, List.of(), "-H", sent).status()).as(sent).isEqualTo(401);
        assertThat(ask(ofAll, List.of(), "-H", sent).answer())
            .as(sent)
            .contains("\"id\":")
            .doesNotContain("\"peer\":");
      }
      String foreign = "Origin: https://example.org";
      assertThat(ask(ofUsers, user, "-H", foreign).answer()).doesNotContain("\"peer\":");
      assertThat(ask(ofAll, List.of(), "-H", foreign).answer()).doesNotContain("\"peer\":");
      assertThat(ask(ofAll, List.of()).answer()).contains("\"peer\":");
    }
  }

  @Test
  void staysOffRatherThanSpeakPlainly() throws Exception {
    String wrong = file("wrong.yml", TLS + users.replace("$2y$", "$1$"));
    String reason =
        "http.web-config "
            + wrong
            + ": line 5: basic_auth_users.prometheus: is no bcrypt hash ($2a$, $2b$ or $2y$):"
            + " htpasswd -nBC 10 NAME makes one";
    try (HostJvm agent = agent(jdk, wrong);
        HostJvm sidecar = sidecar(jdk, wrong);
        HostJvm check =
            HostJvm.on(jdk)
                .option("-jar", HostJvm.JAR.toString(), "check-config")
                .option(file("settings.yml", "http.web-config: " + wrong + "\n"))
                .launch()) {
      agent.awaitError("http off (" + reason + ")");

      assertThat(sidecar.exitCode()).isEqualTo(1);
      assertThat(check.exitCode()).isEqualTo(1);
      assertThat(sidecar.err()).contains(reason);
      assertThat(check.err()).isEqualTo("sshpulse: " + reason + "\n");
    }
  }

  private static String job(String name, String url, String how) {
    return """
          - job_name: %s
            static_configs: [{targets: ["%s"]}]
            %s
        """
        .formatted(name, Prometheus.instance(url), how);
  }

  private Prometheus prometheus(String interval, String... jobs) throws IOException {
    Path directory = Files.createTempDirectory(folder, "prometheus");
    // Paths in it are relative to it.
    for (String file : List.of("ca.pem", "client.pem", "client.key")) {
      Files.copy(folder.resolve(file), directory.resolve(file));
    }
    String text =
        "global: {scrape_interval: %1$s, scrape_timeout: %1$s}\nscrape_configs:\n"
                .formatted(interval)
            + String.join("", jobs);
    return Prometheus.configured(text, directory);
  }

  /** The one value that answers a query; NaN without one. */
  private static double value(Prometheus prometheus, String query) {
    List<Node> answer = prometheus.query(query);
    return answer.isEmpty()
        ? Double.NaN
        : Double.parseDouble(answer.get(0).at("value").list().get(1).text());
  }

  private static void eventually(Runnable assertion) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion::run);
  }
}
