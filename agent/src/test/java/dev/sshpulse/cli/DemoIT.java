package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo out of the packed jar, in JVMs of its own. */
class DemoIT {

  private static final File JAR = new File(System.getProperty("sshpulse.jar"));
  private static final int FAULTS = 300;

  @TempDir private Path directory;

  @Test
  void endsByItselfAndEveryFigureAgrees() throws Exception {
    Process demo = start("demo", "--duration", "8s", "--listen", "127.0.0.1:0");

    assertThat(demo.waitFor(90, TimeUnit.SECONDS)).isTrue();

    assertThat(demo.exitValue()).as(out() + err()).isZero();
    assertThat(figures())
        .hasSize(12)
        .allMatch(figure -> figure.matches(".*: provoked (\\d+), counted \\1"));
    assertThat(figures())
        .noneMatch(figure -> figure.matches("(resets|broken|refused|vanished).* 0"));
    assertThat(err()).isEmpty();
  }

  @Test
  void writesItsSummaryWhenAskedToEnd() throws Exception {
    Process demo = start("demo", "--listen", "127.0.0.1:0");
    await().atMost(Duration.ofSeconds(60)).until(() -> out().contains("Broken pipe"));

    demo.toHandle().destroy();
    assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(out()).endsWith("every figure agrees\n");
  }

  @Test
  void agreesAlsoWhenFaultFollowsFaultWithoutAPause() throws Exception {
    try (WorkloadProcess workload = WorkloadProcess.start(JAR, "127.0.0.1:0");
        FaultyProxy proxy = new FaultyProxy(workload.awaitServer())) {
      Provocations provocations = new Provocations(workload, proxy);

      provocations.begin();
      for (int i = 0; i < FAULTS; i++) {
        provocations.next();
        provocations.work();
      }
      provocations.finish();

      DemoSummary summary = Demo.settle(workload, provocations.vanished(), workload.awaitAgent());
      assertThat(summary.agrees()).as(summary.toString()).isTrue();
    }
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", JAR.getPath()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private List<String> figures() throws IOException {
    return out().lines().filter(line -> line.contains(": provoked ")).toList();
  }

  private String out() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }
}
