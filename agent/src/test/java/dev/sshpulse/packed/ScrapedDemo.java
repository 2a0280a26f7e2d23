package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sshpulse.stack.Node;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The demo with its agent, a sidecar that watches the same connections, a receiver of the spans,
 * and a real Prometheus that scrapes both.
 *
 * <p>The sidecar asks the agent, and leaves what that reports out of all but {@code ssh_tcp_*}.
 * What the demo's own path between clients and server holds is left: to the sidecar that is SSH.
 */
public final class ScrapedDemo implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("http://\\S+/metrics");
  private static final Pattern PORT = Pattern.compile(":([0-9]+)$");

  private final HttpServer receiver;
  private final HostJvm demo;
  private final HostJvm sidecar;
  private final Prometheus prometheus;

  private ScrapedDemo(HttpServer receiver, HostJvm demo, HostJvm sidecar, Prometheus prometheus) {
    this.receiver = receiver;
    this.demo = demo;
    this.sidecar = sidecar;
    this.prometheus = prometheus;
  }

  /**
   * Starts all of it.
   *
   * @param directory for what the programs write
   * @param rules files with recording rules and alerts for Prometheus
   */
  public static ScrapedDemo start(Path directory, Path... rules) throws Exception {
    HttpServer receiver = receiver();
    HostJvm demo = demo("http://127.0.0.1:" + receiver.getAddress().getPort());
    String agent = metricsOf(demo);
    HostJvm sidecar = sidecar(agent, directory);
    List<String> targets = List.of(agent, sidecar.url());
    Prometheus prometheus = Prometheus.scraping(targets, List.of(rules), directory);
    return new ScrapedDemo(receiver, demo, sidecar, prometheus);
  }

  /** It takes every span and keeps none. */
  private static HttpServer receiver() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer receiver = HttpServer.create(any, 0);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    return receiver;
  }

  private static HostJvm demo(String endpoint) {
    return HostJvm.on(Jdk.all().get(0))
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .option("-jar", HostJvm.JAR.toString(), "demo", "--listen", "127.0.0.1:0")
        .launch();
  }

  private static String metricsOf(HostJvm demo) {
    demo.awaitOutput("/metrics\n");
    Matcher url = URL.matcher(demo.out());
    assertThat(url.find()).as(demo.out()).isTrue();
    return url.group();
  }

  /** Its sshd has no log but a file that stays empty, so that this machine's says nothing. */
  private static HostJvm sidecar(String agent, Path directory) throws Exception {
    Path log = Files.createFile(directory.resolve("sshd.log"));
    return HostJvm.on(Jdk.all().get(0))
        .option("-jar", HostJvm.JAR.toString(), "sidecar")
        .environment("SSHPULSE_HTTP_LISTEN", "127.0.0.1:0")
        .environment("SSHPULSE_SIDECAR_PORTS", ports(agent))
        .environment("SSHPULSE_SIDECAR_AGENT_URL", agent.replace("/metrics", ""))
        .environment("SSHPULSE_SIDECAR_SSHD_LOG", log.toString())
        .launch();
  }

  /** The ports that the demo's clients connect to, and its server listens on. */
  private static String ports(String agent) {
    String url = agent.replace("/metrics", "/api/v1/connections");
    TreeSet<String> ports = new TreeSet<>();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              ports.addAll(ports(Node.of(url, HostJvm.get(url)), "server", "local"));
              ports.addAll(ports(Node.of(url, HostJvm.get(url)), "client", "peer"));
              return ports.size() == 2;
            });
    return String.join(",", ports);
  }

  private static List<String> ports(Node connections, String side, String end) {
    return connections.at("connections").list().stream()
        .filter(connection -> connection.at("side").text().equals(side))
        .map(connection -> PORT.matcher(connection.at(end).text()))
        .filter(Matcher::find)
        .map(port -> port.group(1))
        .toList();
  }

  /** The Prometheus, where both are scraped as job {@code sshpulse}. */
  public Prometheus prometheus() {
    return prometheus;
  }

  /** The label {@code instance} of the agent. */
  public String agent() {
    return Prometheus.instance(metricsOf(demo));
  }

  /** The label {@code instance} of the sidecar. */
  public String sidecar() {
    return Prometheus.instance(sidecar.url());
  }

  @Override
  public void close() {
    prometheus.close();
    sidecar.close();
    demo.close();
    receiver.stop(0);
  }
}
