package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.telemetry.Build;
import dev.sshpulse.telemetry.Figures;
import dev.sshpulse.telemetry.Health;
import dev.sshpulse.telemetry.Observations;
import dev.sshpulse.telemetry.Tales;
import dev.sshpulse.telemetry.Telemetry;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a JVM of its own loads and prints while it is made ready and scraped once; that the packed
 * jar keeps off {@code java.util.logging} too is shown where it is packed.
 */
class QuietStartTest {

  @Test
  void loadsNothingThatIsTheApplicationsAndPrintsNothing() throws Exception {
    Process host =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                Host.class.getName())
            .start();

    List<String> loaded = new String(host.getInputStream().readAllBytes(), UTF_8).lines().toList();

    assertThat(new String(host.getErrorStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(host.waitFor()).isZero();
    assertThat(loadedFrom(loaded, "dev.sshpulse.")).isNotEmpty();
    assertThat(loadedFrom(loaded, "io.opentelemetry.")).isEmpty();
    assertThat(loadedFrom(loaded, "org.slf4j.")).isEmpty();
    assertThat(loadedFrom(loaded, "dev.sshpulse.web.")).isEmpty();
    assertThat(loadedFrom(loaded, "io.netty.handler.ssl.")).isEmpty();
    assertThat(loadedFrom(loaded, "at.favre.")).isEmpty();
    assertThat(loadedFrom(loaded, "sun.security.ssl.")).isEmpty();
    assertThat(loadedFrom(loaded, "jdk.jfr.")).isEmpty();
    assertThat(loadedFrom(loaded, "java.lang.management.")).isEmpty();
    assertThat(loadedFrom(loaded, "javax.management.")).isEmpty();
  }

  private static Stream<String> loadedFrom(List<String> log, String prefix) {
    return log.stream().filter(line -> line.contains("] " + prefix));
  }

  /** Becomes ready, is scraped, and ends by itself. */
  static final class Host {

    public static void main(String[] arguments) throws Exception {
      Faults faults = new Faults();
      Observations seen =
          new Observations(
              new Figures(),
              new Tales(),
              new Health(),
              () -> null,
              faults,
              () -> List.of(new HookStatus("jdk", "17", HookStatus.Status.MATCHED, "")),
              () -> true,
              null);
      Telemetry telemetry = Telemetry.open(new Build("0.1.0", "abc1234", "17"), seen);
      Exporter exporter = Exporter.start("127.0.0.1", 0, exported(telemetry), Host::thread, faults);
      scrape(exporter);
      exporter.close();
      telemetry.close(Duration.ZERO);
      if (faults.errors(Faults.Where.LIBRARY) > 0) {
        System.err.println("a library warned");
      }
    }

    private static Thread thread(Runnable task) {
      Thread thread = new Thread(task);
      thread.setDaemon(true);
      return thread;
    }

    private static Exported exported(Telemetry telemetry) {
      return new Shown("0.1.0", "") {
        @Override
        public String scrape(String contentType) {
          return telemetry.scrape(contentType);
        }
      };
    }

    private static void scrape(Exporter exporter) throws Exception {
      try (var socket = new Socket(exporter.address().getAddress(), exporter.address().getPort())) {
        socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(UTF_8));
        String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
        if (!answer.contains("ssh_active_connections{side=\"server\"} 0.0")) {
          System.err.println(answer);
        }
      }
    }
  }
}
