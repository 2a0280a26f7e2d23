package dev.sshpulse.packed.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Jdk;
import dev.sshpulse.packed.Namespace;
import dev.sshpulse.packed.Scrape;
import dev.sshpulse.packed.Told;
import java.time.Duration;
import java.util.List;

/** {@code sshpulse.jar sidecar} in a JVM of its own, on a free port. */
final class Sidecar implements AutoCloseable {
  /** Within this time it knows of what has changed. */
  static final Duration PROMPT = Duration.ofSeconds(2);

  private static final String ACTIVE = "ssh_active_connections{side=\"%s\"}";

  private final HostJvm jvm;

  private Sidecar(HostJvm jvm) {
    this.jvm = jvm;
  }

  /**
   * Starts it on a machine.
   *
   * @param ports on which a connection is SSH
   * @param settings as environment variables, each {@code NAME=value}
   */
  static Sidecar on(Namespace machine, String ports, String... settings) {
    return start(HostJvm.on(Jdk.all().get(0)).on(machine), HostJvm.JAR.toString(), ports, settings);
  }

  /**
   * Starts it as the builder says.
   *
   * @param jar where the packed jar is
   */
  static Sidecar start(HostJvm.Builder host, String jar, String ports, String... settings) {
    host.option("-jar", jar, "sidecar")
        .environment("SSHPULSE_SIDECAR_PORTS", ports)
        .environment("SSHPULSE_HTTP_LISTEN", "127.0.0.1:0");
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      host.environment(parts[0], parts[1]);
    }
    return new Sidecar(host.launch());
  }

  /** One that was started otherwise. */
  static Sidecar of(HostJvm jvm) {
    return new Sidecar(jvm);
  }

  /** Waits until it has looked for the first time, and answers. */
  Sidecar awaitStart() {
    scrape(); // the first is slow, and tests wait for figures within seconds
    return this;
  }

  HostJvm jvm() {
    return jvm;
  }

  Scrape scrape() {
    return jvm.scrape();
  }

  /** What it serves under a path. */
  String fetch(String path) {
    return jvm.fetch(path);
  }

  double active(String side) {
    return scrape().value(ACTIVE.formatted(side));
  }

  double total(String side) {
    return scrape().value("ssh_connections_total{side=\"%s\"}".formatted(side));
  }

  /** Fails if it does not see so many connections soon. */
  void assertActive(String side, int connections) {
    await()
        .atMost(PROMPT)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(active(side)).isEqualTo(connections));
  }

  List<Told> endings() {
    return Told.all(fetch("/api/v1/endings"));
  }

  @Override
  public void close() {
    jvm.close();
  }
}
