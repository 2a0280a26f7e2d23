package dev.sshpulse.cli.jvms;

import java.util.regex.Pattern;

/** Tells a person's own commands from the JVMs that they are about. */
final class OwnCommand {
  /** What a person types; the JVM that the demo watches is none of them. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "[^ ]*sshpulse[^/ ]*\\.jar (?:list|attach|detach|doctor|status|top|demo|sidecar)(?: .*)?",
          Pattern.DOTALL);

  private OwnCommand() {}

  /** Whether main class or jar, and arguments, are those of such a command. */
  static boolean is(String command) {
    return COMMAND.matcher(command).matches();
  }
}
