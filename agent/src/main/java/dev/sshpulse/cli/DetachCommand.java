package dev.sshpulse.cli;

import static dev.sshpulse.cli.jvms.JvmFailure.Reason.FAILED;

import dev.sshpulse.cli.jvms.Door;
import dev.sshpulse.cli.jvms.Jvm;
import dev.sshpulse.cli.jvms.JvmFailure;
import dev.sshpulse.cli.jvms.Jvms;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code detach}: takes the agent out of a JVM that goes on. */
@Command(
    name = "detach",
    mixinStandardHelpOptions = true,
    description = {
      "Takes the agent out of a JVM, which goes on with its own bytecode: hooks, threads and port are"
          + " gone when this returns, spans that waited are sent, and its classes are garbage.",
      "",
      "An agent that was given by -javaagent goes too, until the next start.",
      ""
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  it is out, or was not in",
      "  1  something of it is left; the reason is on stderr",
      "  2  not an option",
      "  3  no such JVM",
      "  4  several match",
      "  5  the operating system does not let this user",
      "  6  the JVM lets nobody in"
    })
final class DetachCommand implements Callable<Integer> {
  private static final String NOT_IN = "it is not attached";

  private final @Nullable File jar;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "<pid or regular expression>",
      description = "Held against main class and arguments, and must match one JVM.")
  private String which = "";

  DetachCommand(@Nullable File jar) {
    this.jar = jar;
  }

  @Override
  public Integer call() throws JvmFailure, IOException {
    Jvm jvm = new Jvms().one(which);
    Door door = new Door(jvm.pid(), jar);
    String left = jvm.watched() || door.mayLeadToUs() ? door.leave() : NOT_IN;
    if (left != null && !left.equals(NOT_IN)) {
      throw new JvmFailure(FAILED, "detaching from " + jvm + ": " + left);
    }
    say(left == null ? "detached from " + jvm : "sshpulse is not in " + jvm);
    return 0;
  }

  private void say(String text) {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    spec.commandLine().getOut().println(text);
  }
}
