package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.probe.Pings;
import dev.sshpulse.probe.Slowloris;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 2,000 connections that ask slowly, and what is left for those who scrape. */
class SlowlorisIT {

  private static final int CROWD = 2_000;

  /**
   * Places for callers from loopback, and as many for strangers; {@code Limits} and {@code Room}.
   */
  private static final int PLACES = 64;

  private static final int SCRAPES = 25;

  private Namespaces machines;
  private Namespace host;
  private Namespace neighbour;

  @BeforeEach
  void connect() {
    machines = Namespaces.create("slow");
    host = machines.neighbour("host");
    neighbour = machines.neighbour("other");
  }

  @AfterEach
  void disconnect() {
    machines.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"from elsewhere", "from loopback"})
  void locksNobodyOutAndTakesNothingFromTheApplication(String where) throws Exception {
    boolean fromLoopback = where.equals("from loopback");
    try (HostJvm victim =
        HostJvm.on(Jdk.all().get(0))
            .agent("http.listen=0.0.0.0:9922")
            .on(host)
            .start(Pings.class)) {
      victim.awaitOutput("ready").url();
      scrape();
      long descriptors = descriptors(victim);
      long threads = threads(victim);
      victim.type("before").awaitOutput("before: ");

      String share;
      try (HostJvm crowd = crowd(fromLoopback)) {
        crowd.awaitOutput("holding on");
        long from = System.nanoTime();
        long processor = processorNanos(victim);
        for (int i = 0; i < SCRAPES; i++) {
          scrape();
          assertThat(descriptors(victim)).isLessThanOrEqualTo(descriptors + 2 * PLACES);
          assertThat(threads(victim)).isLessThanOrEqualTo(threads);
        }
        victim.type("during").awaitOutput("during: ");
        share =
            "%d%% of a core"
                .formatted(100 * (processorNanos(victim) - processor) / (System.nanoTime() - from));
      }

      await()
          .atMost(HostJvm.PATIENCE)
          .untilAsserted(() -> assertThat(descriptors(victim)).isLessThanOrEqualTo(descriptors));
      scrape();
      System.out.println(where + ", " + share + " was ours: " + victim.out());
    }
  }

  private HostJvm crowd(boolean fromLoopback) {
    HostJvm.Builder jvm = HostJvm.on(Jdk.all().get(0)).on(fromLoopback ? host : neighbour);
    return jvm.start(
        Slowloris.class, fromLoopback ? "127.0.0.1" : "10.1.0.2", "9922", String.valueOf(CROWD));
  }

  @Test
  void asksStrangersWhoHammerToComeBackLater() {
    try (HostJvm victim =
        HostJvm.on(Jdk.all().get(0))
            .agent("http.listen=0.0.0.0:9922")
            .on(host)
            .start(Pings.class)) {
      victim.awaitOutput("ready").url();
      scrape();

      String statuses = hammer(neighbour, "http://10.1.0.2:9922/metrics");

      assertThat(statuses).startsWith("200").contains("429");
      assertThat(hammer(host, "http://127.0.0.1:9922/metrics")).doesNotContain("429");
    }
  }

  /** 200 requests as fast as one can ask; the last words are the statuses. */
  private static String hammer(Namespace from, String url) {
    return from.run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code} ", url + "?[1-200]");
  }

  /** As a Prometheus does: a connection of its own, and ten seconds. */
  private void scrape() {
    String metrics = host.run("curl", "-sS", "--fail", "-m", "10", "http://127.0.0.1:9922/metrics");
    assertThat(metrics).contains("ssh_active_connections");
  }

  private static long descriptors(HostJvm host) throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + host.pid() + "/fd"))) {
      return open.count();
    }
  }

  /** Ours: the JVM's own compiler threads come and go. */
  private static long threads(HostJvm host) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + host.pid() + "/task"))) {
      return tasks.filter(SlowlorisIT::isOurs).count();
    }
  }

  /** What our threads have had of the processor. */
  private static long processorNanos(HostJvm host) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + host.pid() + "/task"))) {
      return tasks.filter(SlowlorisIT::isOurs).mapToLong(SlowlorisIT::nanosOf).sum();
    }
  }

  private static long nanosOf(Path task) {
    try {
      return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
    } catch (IOException ended) {
      return 0;
    }
  }

  private static boolean isOurs(Path task) {
    try {
      return Files.readString(task.resolve("comm")).startsWith("sshpulse");
    } catch (IOException ended) {
      return false;
    }
  }
}
