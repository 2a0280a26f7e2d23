package dev.sshpulse.cli;

import dev.sshpulse.cli.agents.AgentFailure;
import dev.sshpulse.cli.agents.StatusCommand;
import dev.sshpulse.cli.jvms.JvmFailure;
import dev.sshpulse.cli.top.TopCommand;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The commands of {@code java -jar sshpulse.jar}.
 *
 * <p>Exit codes: 0 done, 1 it did not work (the reason is on stderr), 2 not a command or option;
 * those from 3 on are of the commands that look for JVMs, see {@link JvmFailure.Reason}.
 */
@Command(
    name = "sshpulse",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Tells for every SSH connection of a JVM, or of a host, whether it is alive, and when it died, what killed it.",
      ""
    },
    footerHeading = "%nTo watch a JVM that runs:%n%n",
    footer = {
      "  java -jar sshpulse.jar list",
      "  java -jar sshpulse.jar attach 4711",
      "",
      "or start it with the agent:",
      "",
      "  java -javaagent:sshpulse.jar -jar app.jar",
      "  java -javaagent:sshpulse.jar=http.listen=127.0.0.1:9922 -jar app.jar",
      "",
      "and read what it counts:",
      "",
      "  curl http://127.0.0.1:9922/metrics",
      "",
      "To watch OpenSSH, Go and whatever else speaks SSH on this host:",
      "",
      "  java -jar sshpulse.jar sidecar",
      "",
      "To see it at work first: java -jar sshpulse.jar demo",
      "To see whether spans would arrive: java -jar sshpulse.jar send-test-span",
      "To put the agent where another container loads it: java -jar sshpulse.jar copy-agent DIR"
    })
public final class Main implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  /** Runs outside a packed jar, as from an editor: what needs the jar says so. */
  public static void main(String[] args) {
    System.exit(run(args, null));
  }

  /**
   * Runs one command.
   *
   * @param jar the packed sshpulse.jar; null where there is none
   * @return the exit code for the process
   */
  public static int run(String[] args, @Nullable File jar) {
    // MINA and picocli look for parts of themselves here, not in the loader they came from.
    Thread.currentThread().setContextClassLoader(Main.class.getClassLoader());
    return commandLine(jar).execute(args);
  }

  static CommandLine commandLine(@Nullable File jar) {
    return versioned(new Main(), jar)
        .addSubcommand(versioned(new DemoCommand(jar), jar))
        .addSubcommand(versioned(new ListCommand(), jar))
        .addSubcommand(versioned(new AttachCommand(jar), jar))
        .addSubcommand(versioned(new DetachCommand(jar), jar))
        .addSubcommand(versioned(new StatusCommand(), jar))
        .addSubcommand(versioned(new TopCommand(), jar))
        .addSubcommand(versioned(new DoctorCommand(jar), jar))
        .addSubcommand(versioned(new SidecarCommand(jar), jar))
        .addSubcommand(versioned(new CheckConfigCommand(), jar))
        .addSubcommand(versioned(new PrintConfigCommand(), jar))
        .addSubcommand(versioned(new SendTestSpanCommand(), jar))
        .addSubcommand(versioned(new CopyAgentCommand(jar), jar))
        .addSubcommand(versioned(new CompletionCommand(), jar))
        .addSubcommand(new WorkloadCommand())
        .setParameterExceptionHandler(Main::refuse)
        .setExecutionExceptionHandler(Main::report);
  }

  private static CommandLine versioned(Object command, @Nullable File jar) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec().versionProvider(new JarVersion(jar));
    return line;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Missing command");
    }
  }

  /** The reason, what was meant perhaps, and where help is: not the whole help. */
  private static int refuse(ParameterException refusal, String[] args) {
    CommandLine command = refusal.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("sshpulse: " + refusal.getMessage());
    UnmatchedArgumentException.printSuggestions(refusal, err);
    err.println("Try: java -jar sshpulse.jar " + helpFor(command));
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String helpFor(CommandLine command) {
    return command.getParent() == null ? "--help" : command.getCommandName() + " --help";
  }

  private static int report(Exception failure, CommandLine command, ParseResult parsed)
      throws Exception {
    if (failure instanceof JvmFailure jvm) {
      command.getErr().println("sshpulse: " + jvm.getMessage());
      return jvm.exitCode();
    }
    if (!(failure instanceof DemoFailure
        || failure instanceof SidecarFailure
        || failure instanceof CopyFailure
        || failure instanceof AgentFailure
        || failure instanceof IOException)) {
      throw failure;
    }
    // An exception of the JDK's may say no more than a file's name.
    String reason = failure instanceof IOException ? failure.toString() : failure.getMessage();
    command.getErr().println("sshpulse: " + reason);
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
