package dev.sshpulse.cli;

import dev.sshpulse.cli.jvms.Check;
import dev.sshpulse.cli.jvms.Door;
import dev.sshpulse.cli.jvms.Jvm;
import dev.sshpulse.cli.jvms.JvmFailure;
import dev.sshpulse.cli.jvms.Jvms;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code doctor}: what would keep us out of a JVM, without trying. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at everything that could keep the agent out of a running JVM, and says of each whether"
          + " it does and what to do. Nothing is attached.",
      ""
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  nothing that can be seen stops us; without a pid: from none of them",
      "  1  it cannot be looked at: it has ended meanwhile, or there is no /proc to read",
      "  2  not an option",
      "  3  no such JVM",
      "  4  several match",
      "  5  the operating system does not let this user",
      "  6  the JVM lets nobody in"
    })
final class DoctorCommand implements Callable<Integer> {
  private final @Nullable File jar;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "<pid or regular expression>",
      description = "One JVM; without it, all of this host in a line each.")
  private @Nullable String which;

  DoctorCommand(@Nullable File jar) {
    this.jar = jar;
  }

  @Override
  public Integer call() throws JvmFailure, IOException {
    return which == null ? all() : one(new Jvms().one(which));
  }

  private int one(Jvm jvm) throws IOException {
    List<Check> checks = new Door(jvm.pid(), jar).checks();
    Columns table = new Columns();
    for (Check check : checks) {
      table.add(check.what(), check.verdict().toString(), check.text());
    }
    say(jvm.toString());
    table.lines().forEach(this::say);
    return exitCode(firstObstacle(checks));
  }

  private int all() throws JvmFailure, IOException {
    Columns table = new Columns();
    int exitCode = 0;
    for (Jvm jvm : new Jvms().all()) {
      try {
        exitCode = Math.max(exitCode, add(jvm, table));
      } catch (IOException e) {
        // It has ended meanwhile: the others are still of interest.
      }
    }
    table.lines().forEach(this::say);
    return exitCode;
  }

  private int add(Jvm jvm, Columns table) throws IOException {
    Check obstacle = firstObstacle(new Door(jvm.pid(), jar).checks());
    table.add(
        String.valueOf(jvm.pid()),
        jvm.mainClass(),
        obstacle == null ? "ok" : "stops us",
        obstacle == null ? "" : obstacle.what() + ": " + obstacle.text());
    return exitCode(obstacle);
  }

  private static @Nullable Check firstObstacle(List<Check> checks) {
    return checks.stream().filter(Check::stopsUs).findFirst().orElse(null);
  }

  private static int exitCode(@Nullable Check obstacle) {
    return obstacle == null ? 0 : obstacle.reason().exitCode();
  }

  private void say(String text) {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    spec.commandLine().getOut().println(text);
  }
}
