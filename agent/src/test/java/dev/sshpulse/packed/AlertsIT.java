package dev.sshpulse.packed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.RemoteEnds.Answer;
import dev.sshpulse.probe.ServerForPeers;
import dev.sshpulse.probe.SocketApi;
import dev.sshpulse.probe.WirePairs;
import dev.sshpulse.probe.libraries.LibraryHost;
import dev.sshpulse.stack.Node;
import dev.sshpulse.stack.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each alert fires, in a real Prometheus, because of what is really done to connections, processes
 * and files. The rules are those of the folder {@code grafana}, but for one thing: where an alert
 * waits for minutes, it waits for a second here. Prometheus evaluates them twice a second.
 *
 * <p>All that is scraped runs on one machine: a program whose connections lead to a peer behind a
 * forgetful NAT; one that uses SSH libraries; one whose agent is told to see nothing; a sidecar.
 */
class AlertsIT {
  private static final Pattern WAITING = Pattern.compile("(?m)^( +for: )\\d+m$");
  private static final Pattern PORT = Pattern.compile("(?m)^port (\\d+)$");
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:(992[23])(/\\S+)");
  private static final Duration FORGETS_AFTER = Duration.ofSeconds(2);
  private static final int ENOUGH_BYTES = 700;
  private static final int FORGOTTEN = 8;
  private static final int BROKEN_PIPES = 25;
  private static final int REFUSED_LOGINS = 35;
  private static final int REFUSED_CONNECTS = 10;
  private static final int UNANSWERED_KEEPALIVES = 2;
  private static final int LONGER_THAN_A_LINE = 10_000;

  private static final String NOBODY_THERE = "1";
  private static final String MINA = "mina-sshd-2.20.0";
  private static final String MINA_THAT_IS_TOO_NEW = "mina-sshd-3.0.0-M5";

  /** What makes the last two fire is that the others cannot be scraped any more. */
  private static final String DOWN = "SshpulseDown";

  private static final String ABSENT = "SshpulseAbsent";

  @TempDir Path directory;

  private final Set<String> fired = new TreeSet<>();
  private int nextPort = 10_000;
  private int played;
  private Machines machines;
  private RemoteEnds ends;
  private RemoteEnds peer;
  private HostJvm server;
  private HostJvm libraries;
  private HostJvm blind;
  private HostJvm sidecar;
  private Prometheus prometheus;

  @Test
  void fireBecauseOfWhatTheyAreAbout() throws Exception {
    try {
      start();
      awaitScrapes();
      assertThat(firing()).allMatch(alert -> alert.startsWith("Sshpulse"));

      playLibraries();
      forget();
      breakPipes();
      blockAWriter();
      leaveInCloseWait();
      writeALongLine();
      spoilTheWebConfig();
      playKeepalivesThatAreNotAnswered();

      Set<String> expected = names(Rules.alerts(), "alert");
      expected.removeAll(Set.of(DOWN, ABSENT));
      awaitFired(expected);
      assertThat(fired).doesNotContain(DOWN, ABSENT);
      assertThatAllIsRecorded();
      assertThatRunbooksNameWhatAnswers();
      blind.close();
      awaitFired(Set.of(DOWN));
      closeAllThatIsScraped();
      awaitFired(Set.of(ABSENT));
    } finally {
      close();
    }
  }

  private void start() throws Exception {
    machines = new Machines("alerts", "net.ipv4.tcp_retries2=2");
    machines.routerForgetsAfter(FORGETS_AFTER);
    ends =
        new RemoteEnds(
            onHost()
                .agent("half-open.after=1s")
                .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + NOBODY_THERE));
    peer = new RemoteEnds(HostJvm.on(Jdk.all().get(0)).on(machines.peer()));
    server =
        onHost()
            .classPath(System.getProperty("java.class.path"))
            .start(ServerForPeers.class, publicKey().toString());
    libraries = onHost().agent().start(LibraryHost.class);
    Files.writeString(webConfig(), "rate_limit: {interval: 10ms, burst: 100}\n");
    blind =
        onHost()
            .agent("hooks.jdk.enabled=false,http.web-config=" + webConfig())
            .start(WirePairs.class, "0");
    sidecar = sidecar();
    List<String> targets = List.of(ends.jvm().url(), libraries.url(), blind.url(), sidecar.url());
    prometheus = Prometheus.scraping(machines.host(), targets, impatientRules(), directory);
  }

  private HostJvm.Builder onHost() {
    return HostJvm.on(Jdk.all().get(0)).on(machines.host());
  }

  /** Its sshd has no configuration, which is the fault of one of the alerts. */
  private HostJvm sidecar() throws IOException {
    Files.createFile(log());
    return onHost()
        .option("-jar", HostJvm.JAR.toString(), "sidecar")
        .environment("SSHPULSE_HTTP_LISTEN", "127.0.0.1:0")
        .environment("SSHPULSE_SIDECAR_SSHD_LOG", log().toString())
        .environment("SSHPULSE_SIDECAR_SSHD_CONFIG", directory.resolve("no-such-file").toString())
        .launch();
  }

  private Path log() {
    return directory.resolve("sshd.log");
  }

  /** Nobody logs in with it. */
  private Path publicKey() throws Exception {
    byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic().getEncoded();
    String pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n";
    return Files.writeString(
        directory.resolve("key.pem"), pem.formatted(Base64.getMimeEncoder().encodeToString(key)));
  }

  /** The only change to the rules. */
  private List<Path> impatientRules() throws IOException {
    List<Path> copies = new ArrayList<>();
    for (Path file : Rules.files()) {
      String impatient = WAITING.matcher(Files.readString(file)).replaceAll("$11s");
      copies.add(Files.writeString(directory.resolve(file.getFileName()), impatient));
    }
    return copies;
  }

  /** A counter that was not scraped before it rose has not risen. */
  private void awaitScrapes() {
    await()
        .atMost(HostJvm.PATIENCE)
        .until(() -> prometheus.query("sshpulse_up and on (instance) up == 1").size() == 4);
  }

  /** Those that fire now. */
  private Set<String> firing() {
    return prometheus.answer("/api/v1/alerts").at("data").at("alerts").list().stream()
        .filter(alert -> alert.at("state").text().equals("firing"))
        .map(alert -> alert.at("labels").at("alertname").text())
        .collect(toSet());
  }

  private void awaitFired(Set<String> alerts) {
    await()
        .atMost(HostJvm.PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () -> {
              fired.addAll(firing());
              assertThat(fired).containsAll(alerts);
            });
  }

  private void assertThatAllIsRecorded() {
    assertThat(names(Rules.recorded(), "record"))
        .allSatisfy(name -> assertThat(prometheus.query(name)).as(name).isNotEmpty());
  }

  /** As the pages say it, for an agent and for a sidecar. */
  private void assertThatRunbooksNameWhatAnswers() throws IOException {
    for (Path page : Rules.runbooks()) {
      Matcher url = URL.matcher(Files.readString(page));
      while (url.find()) {
        HostJvm asked = url.group(1).equals("9922") ? ends.jvm() : sidecar;
        assertThat(asked.fetch(url.group(2))).as(url.group()).isNotBlank();
      }
    }
  }

  private static Set<String> names(List<Node> rules, String key) {
    return rules.stream().map(rule -> rule.at(key).text()).collect(toCollection(TreeSet::new));
  }

  /** SshAuthFailing, SshConnectsFailing, SshpulseHooksRefused. */
  private void playLibraries() {
    String port = port();
    for (int i = 0; i < REFUSED_LOGINS; i++) {
      play(MINA, "exec", port, "wrong", "echo hello");
    }
    for (int i = 0; i < REFUSED_CONNECTS; i++) {
      play(MINA, "hurry", NOBODY_THERE, ServerForPeers.PASSWORD, "echo hello");
    }
    play(MINA_THAT_IS_TOO_NEW, "exec", port, ServerForPeers.PASSWORD, "echo hello");
  }

  private String port() {
    server.awaitOutput("port ");
    return PORT.matcher(server.out())
        .results()
        .map((MatchResult port) -> port.group(1))
        .findFirst()
        .orElseThrow();
  }

  private void play(String library, String action, String port, String password, String argument) {
    say(library, action, port, password, argument);
    awaitPlayed();
  }

  private void say(String library, String action, String port, String password, String argument) {
    String folder = Path.of("target/libraries", library).toAbsolutePath().toString();
    libraries.type(
        String.join(
            "\t",
            List.of(
                folder,
                "MinaSshd",
                action,
                port,
                ServerForPeers.USER,
                "password",
                password,
                argument)));
    played++;
  }

  private void awaitPlayed() {
    awaitLines("done ", played);
  }

  private void awaitLines(String start, int wanted) {
    await()
        .atMost(HostJvm.PATIENCE)
        .until(
            () -> libraries.out().lines().filter(line -> line.startsWith(start)).count(),
            lines -> lines == wanted);
  }

  /** SshKeepalivesUnanswered, which is not about a single one. */
  private void playKeepalivesThatAreNotAnswered() {
    for (int i = 1; i <= UNANSWERED_KEEPALIVES; i++) {
      playAKeepaliveThatIsNotAnswered(i);
    }
  }

  /** Nothing reaches the server until this connection is over. */
  private void playAKeepaliveThatIsNotAnswered(int which) {
    String port = port();
    say(MINA, "beat", port, ServerForPeers.PASSWORD, "asking");
    awaitLines("out ready", which);
    String drop =
        """
        table inet swallows {
          chain input {
            type filter hook input priority filter;
            tcp dport %s drop
            tcp sport %s drop
          }
        }
        """;
    machines.host().type(drop.formatted(port, port), "nft", "-f", "-");
    awaitPlayed();
    machines.host().type("delete table inet swallows", "nft", "-f", "-");
  }

  /**
   * SshConnectionsFailing, SshConnectionsLost; and with connections that live, none of which has a
   * keepalive, SshConnectionsUnprotected. Their spans find nobody: SshpulseSpansFailing,
   * SshpulseErrors.
   */
  private void forget() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < FORGOTTEN; i++) {
      names.add(open());
    }
    machines.awaitForgotten();
    names.forEach(name -> ends.order(name, "write").done());
    List<CompletableFuture<Answer>> reads =
        names.stream().map(name -> ends.begin(name, "main", "read")).toList();
    reads.forEach(
        read -> assertThat(RemoteEnds.answer(read).result()).endsWith("Connection timed out"));
    names.forEach(name -> ends.order(name, "close").done());
  }

  /** A connection whose ends have spoken; its name is the port. */
  private String open() {
    int port = nextPort++;
    String name = "" + port;
    peer.accept(
        name, SocketApi.SOCKET_CHANNEL, Machines.PEER_ADDRESS, port, ends, SocketApi.SOCKET);
    ends.introduce(name, peer, ENOUGH_BYTES);
    return name;
  }

  /** SshBrokenPipes. */
  private void breakPipes() {
    String name = open();
    peer.order(name, "close").done();
    int broken = 0;
    while (broken < BROKEN_PIPES) {
      broken += ends.order(name, "write").result().endsWith("Broken pipe") ? 1 : 0;
    }
    ends.order(name, "close").done();
  }

  /** SshWritersBlocked, SshConnectionsHalfOpen; nothing gives it up meanwhile. */
  private void blockAWriter() {
    machines.host().sysctl("net.ipv4.tcp_retries2=15");
    String name = open();
    machines.router("dropped", Integer.parseInt(name));
    ends.begin(name, "main", "write-more-than-fits");
  }

  /** SshConnectionsInCloseWait. */
  private void leaveInCloseWait() {
    peer.order(open(), "close").done();
  }

  /** SshpulseDropping. */
  private void writeALongLine() throws IOException {
    Files.write(log(), ("sshd[1]: " + "x".repeat(LONGER_THAN_A_LINE) + "\n").getBytes(UTF_8));
  }

  /** SshpulseWebConfigRefused. */
  private void spoilTheWebConfig() throws IOException {
    Files.writeString(webConfig(), "no_such_key: 1\n");
  }

  private Path webConfig() {
    return directory.resolve("web.yml");
  }

  private void closeAllThatIsScraped() {
    for (HostJvm one : new HostJvm[] {ends.jvm(), libraries, blind, sidecar}) {
      one.close();
    }
  }

  private void close() throws Exception {
    for (AutoCloseable one :
        new AutoCloseable[] {prometheus, ends, peer, server, libraries, blind, sidecar, machines}) {
      if (one != null) {
        one.close();
      }
    }
  }
}
