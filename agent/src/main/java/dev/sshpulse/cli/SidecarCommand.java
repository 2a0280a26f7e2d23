package dev.sshpulse.cli;

import dev.sshpulse.config.Setting;
import dev.sshpulse.config.Settings;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.runtime.Release;
import dev.sshpulse.sidecar.Sidecar;
import dev.sshpulse.telemetry.Build;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidecar}: the options and the one line; {@link Sidecar} does it. */
@Command(
    name = "sidecar",
    mixinStandardHelpOptions = true,
    description = {
      "Watches the SSH connections of this host, or of the pod whose network it shares: OpenSSH, Go,"
          + " anything. Needs no right but to see the network; runs until it is stopped.",
      ""
    },
    footerHeading = "%nSettings, here as environment variables:%n%n",
    footer = {
      "  SSHPULSE_SIDECAR_PORTS=22,2222        on these ports SSH is spoken",
      "  SSHPULSE_SIDECAR_SSHD_LOG=/var/log/auth.log",
      "                                        or journal, or - for standard input",
      "  SSHPULSE_SIDECAR_STATE=/var/lib/sshpulse/log",
      "                                        keeps how far the log was read",
      "  SSHPULSE_HTTP_LISTEN=127.0.0.1:9923   where metrics are served",
      "",
      "Exit codes:",
      "  1         it cannot run; the reason is on stderr",
      "  2         not an option",
      "  130, 143  it was stopped, by Ctrl-C or by SIGTERM",
      "",
      "A small heap and a simple compiler are enough, and take some 80 MiB in all:",
      "  java -Xmx40m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \\",
      "    -jar sshpulse.jar sidecar"
    })
final class SidecarCommand implements Callable<Integer> {

  private final @Nullable File jar;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "<file>",
      description = "A YAML file with settings, nested at the dots.")
  private @Nullable String config;

  SidecarCommand(@Nullable File jar) {
    this.jar = jar;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = Settings.ofCommand(config, System.getProperties(), System.getenv());
    refuseIfAsked(settings);
    Sidecar sidecar = start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(sidecar::close, "sshpulse-stop"));
    err().println(line(sidecar, settings));
    SmallHeap.ask();
    new CountDownLatch(1).await(); // until the process is told to end
    return 0;
  }

  private static void refuseIfAsked(Settings settings) throws SidecarFailure {
    if (settings.get(Setting.FAIL_ON_ERROR) && !settings.problems().isEmpty()) {
      throw new SidecarFailure(String.join("; ", settings.problems()));
    }
  }

  private Sidecar start(Settings settings) throws SidecarFailure {
    Release release = Release.read();
    Build build =
        new Build(release.version(), release.revision(), System.getProperty("java.version", ""));
    try {
      return Sidecar.start(
          settings,
          build,
          jar == null ? null : jar.getAbsoluteFile().getParentFile(),
          err()::println);
    } catch (IOException | IllegalArgumentException e) {
      throw new SidecarFailure(String.valueOf(e.getMessage()));
    }
  }

  /** What it serves, what it reads, what it cannot read and why, and what was wrong. */
  private static String line(Sidecar sidecar, Settings settings) {
    StringJoiner up = new StringJoiner(", ");
    StringJoiner down = new StringJoiner("; ", " (", ")").setEmptyValue("");
    for (SourceStatus source : sidecar.sources()) {
      if (source.up()) {
        up.add(source.source());
      } else {
        down.add("not " + source.source() + ": " + source.reason());
      }
    }
    String line =
        "sshpulse "
            + Release.read().version()
            + " sidecar: "
            + sidecar.url()
            + ", "
            + sidecar.otlp()
            + ", reads "
            + up
            + down;
    return settings.ignored().isEmpty()
        ? line
        : line + ", ignored: " + String.join("; ", settings.ignored());
  }

  private PrintWriter err() {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    return spec.commandLine().getErr();
  }
}
