package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.ChannelKind;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.LibraryCounts;
import dev.sshpulse.model.LiveCounts;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Protection;
import dev.sshpulse.model.Protocol;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketCounts;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.model.Verdict;
import dev.sshpulse.telemetry.Build;
import dev.sshpulse.telemetry.Observations;
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
    assertThat(loadedFrom(loaded, "jdk.jfr.")).isEmpty();
    assertThat(loadedFrom(loaded, "java.lang.management.")).isEmpty();
    assertThat(loadedFrom(loaded, "javax.management.")).isEmpty();
  }

  private static Stream<String> loadedFrom(List<String> log, String prefix) {
    return log.stream().filter(line -> line.contains("] " + prefix));
  }

  /** Libraries of which nothing is heard. */
  private static final class NothingSaid implements LibraryCounts {
    @Override
    public long connectAttempts() {
      return 0;
    }

    @Override
    public long connectFailures(SocketError error) {
      return 0;
    }

    @Override
    public long authAttempts(Side side, AuthMethod method) {
      return 0;
    }

    @Override
    public long authFailures(Side side, AuthMethod method) {
      return 0;
    }

    @Override
    public long activeChannels(Side side, ChannelKind kind) {
      return 0;
    }

    @Override
    public long channels(Side side, ChannelKind kind) {
      return 0;
    }

    @Override
    public long keepAlivesSent(Side side) {
      return 0;
    }

    @Override
    public long keepAlivesUnanswered(Side side) {
      return 0;
    }
  }

  private static final class NothingWrong implements LiveCounts {
    @Override
    public boolean kernelReadable() {
      return true;
    }

    @Override
    public long halfOpen(Side side) {
      return 0;
    }

    @Override
    public long blockedWriters(Side side) {
      return 0;
    }

    @Override
    public long closeWait(Side side) {
      return 0;
    }

    @Override
    public long unprotected(Side side, Protection lack) {
      return 0;
    }
  }

  /** Becomes ready, is scraped, and ends by itself. */
  static final class Host implements SocketCounts {

    public static void main(String[] arguments) throws Exception {
      Faults faults = new Faults();
      Observations seen =
          new Observations(
              new Host(),
              new NothingSaid(),
              new NothingWrong(),
              () -> null,
              faults,
              () -> List.of(new HookStatus("jdk", "17", HookStatus.Status.MATCHED, "")),
              () -> true);
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
      return new Exported() {
        @Override
        public String version() {
          return "0.1.0";
        }

        @Override
        public String scrape(String contentType) {
          return telemetry.scrape(contentType);
        }

        @Override
        public List<ConnectionStatus> connections() {
          return List.of();
        }

        @Override
        public List<Ending> endings() {
          return List.of();
        }

        @Override
        public PathTimeout pathTimeout() {
          return null;
        }

        @Override
        public String notReadyBecause() {
          return null;
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

    @Override
    public long active(Side side) {
      return 0;
    }

    @Override
    public long recognised(Side side) {
      return 0;
    }

    @Override
    public long ended(Side side) {
      return 0;
    }

    @Override
    public long failed(Side side, Verdict verdict) {
      return 0;
    }

    @Override
    public long receivedBytes(Side side) {
      return 0;
    }

    @Override
    public long sentBytes(Side side) {
      return 0;
    }

    @Override
    public long sigpipes(Side side) {
      return 0;
    }

    @Override
    public long failures(Protocol protocol, Operation operation, SocketError error) {
      return 0;
    }
  }
}
