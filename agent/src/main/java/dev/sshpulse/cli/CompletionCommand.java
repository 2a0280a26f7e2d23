package dev.sshpulse.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code completion}: the script by which a shell completes our commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script with which bash or zsh completes commands, options and files of a command"
          + " named sshpulse.",
      ""
    },
    footerHeading = "%nIn ~/.bashrc, or in ~/.zshrc behind compinit:%n%n",
    footer = {
      "  sshpulse() { java -jar /opt/sshpulse.jar \"$@\"; }",
      "  source <(sshpulse completion)",
      "",
      "A function, because zsh looks through an alias and would complete java. A script of that",
      "name on the PATH does as well. To start no JVM with each shell, keep what it prints:",
      "",
      "  sshpulse completion > /etc/bash_completion.d/sshpulse"
    })
final class CompletionCommand implements Runnable {

  private static final String NAME = "sshpulse";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(NAME, spec.root().commandLine()));
    out.flush();
  }
}
