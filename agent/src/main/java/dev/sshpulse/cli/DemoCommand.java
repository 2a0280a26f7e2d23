package dev.sshpulse.cli;

import dev.sshpulse.cli.agents.DurationOption;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: the options; {@link Demo} does it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a JVM with the agent attached, in which a real SSH server and real clients (Apache MINA"
          + " SSHD) live and die of different causes, and shows what the agent sees of it.",
      ""
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  every figure the agent counted is what was provoked",
      "  1  a figure differs, or the demo could not run",
      "  2  not an option"
    })
final class DemoCommand implements Callable<Integer> {

  // Neither '=' nor ',': it becomes part of the agent's options.
  private static final Pattern ADDRESS = Pattern.compile("[^\\s,=]+:[0-9]{1,5}");

  private final @Nullable File jar;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--duration",
      paramLabel = "<time>",
      converter = DurationOption.class,
      description = {
        "End after this long, with a summary: 20s, 2m, 1h.",
        "Each fault is provoked at least once, which takes about 8 s.",
        "Default: until Ctrl-C."
      })
  private @Nullable Duration duration;

  @Option(
      names = "--listen",
      paramLabel = "<host:port>",
      defaultValue = "127.0.0.1:9922",
      description =
          "Where the agent serves /metrics; port 0: a free one. Default: ${DEFAULT-VALUE}")
  private String listen = "";

  DemoCommand(@Nullable File jar) {
    this.jar = jar;
  }

  @Override
  public Integer call() throws Exception {
    requireAddress();
    PrintWriter out = requireSpec().commandLine().getOut();
    return new Demo(DemoScreen.on(out, duration), duration).run(packedJar(), listen, out);
  }

  private File packedJar() throws DemoFailure {
    if (jar == null || !jar.isFile()) {
      throw new DemoFailure(
          "the demo attaches the packed jar and there is none"
              + (jar == null ? "" : " at " + jar)
              + ": build it with ./mvnw -q -DskipTests package and run"
              + " java -jar agent/target/sshpulse.jar demo");
    }
    if (jar.getPath().contains("=")) {
      throw new DemoFailure(
          "the JVM takes what follows '=' for the agent's options, and "
              + jar
              + " has one: copy the jar to a path without");
    }
    return jar;
  }

  private void requireAddress() {
    if (!ADDRESS.matcher(listen).matches()) {
      throw new ParameterException(
          requireSpec().commandLine(),
          "Invalid value for option '--listen': '"
              + listen
              + "' is no address: give a host and a port, such as 127.0.0.1:9922");
    }
  }

  private CommandSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    return spec;
  }
}
