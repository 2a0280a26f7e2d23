package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The folder that the dashboards are generated from, with its programs; they need npm. */
public final class DashboardSource {
  private static final Path FOLDER = Dashboard.ROOT.resolve("grafana/dashboards-source");

  private DashboardSource() {}

  /** With what it needs installed and compiled. */
  public static DashboardSource prepared() throws Exception {
    Tool.path("npm", "npm");
    DashboardSource source = new DashboardSource();
    source.run("prepare");
    return source;
  }

  /** Writes both dashboards to a folder. */
  public void build(Path into) throws Exception {
    run("build", into.toAbsolutePath().toString());
  }

  /** What speaks against the dashboards of a folder; nothing where Grafana's types hold. */
  public String complaints(Path folder) throws Exception {
    Process check = start("check", folder.toAbsolutePath().toString());
    return output(check);
  }

  /** Draws each panel from what a Prometheus has of this time. */
  public void draw(String prometheus, Instant from, Instant to, Path into) throws Exception {
    String first = "" + from.getEpochSecond();
    String last = "" + to.getEpochSecond();
    run("draw", prometheus, first, last, into.toAbsolutePath().toString());
  }

  private void run(String... command) throws Exception {
    Process process = start(command);
    String output = output(process);
    assertThat(process.exitValue()).as(output).isZero();
  }

  private static Process start(String... command) throws Exception {
    List<String> all =
        Stream.concat(Stream.of(FOLDER.resolve(command[0]).toString()), Stream.of(command).skip(1))
            .toList();
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  private static String output(Process process) throws Exception {
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
    return output;
  }
}
