package dev.sshpulse.cli.jvms;

import java.util.List;
import java.util.Set;

/** Finds what is run in the arguments of the {@code java} launcher. */
final class CommandOfJvm {
  private static final Set<String> WITH_A_VALUE =
      Set.of(
          "-cp",
          "-classpath",
          "--class-path",
          "-p",
          "--module-path",
          "--upgrade-module-path",
          "--add-modules",
          "--add-exports",
          "--add-opens",
          "--add-reads",
          "--limit-modules",
          "--patch-module",
          "--enable-native-access",
          "--source",
          "-jar",
          "-m",
          "--module");

  private static final Set<String> THE_PROGRAM = Set.of("-jar", "-m", "--module");

  private CommandOfJvm() {}

  /** The main class, jar or module, and what follows; the whole where there is none. */
  static List<String> of(List<String> arguments) {
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (THE_PROGRAM.contains(argument) || isProgram(argument)) {
        int from = isProgram(argument) ? i : Math.min(i + 1, arguments.size() - 1);
        return arguments.subList(from, arguments.size());
      }
      if (WITH_A_VALUE.contains(argument)) {
        i++;
      }
    }
    return arguments;
  }

  private static boolean isProgram(String argument) {
    return !argument.startsWith("-") && !argument.startsWith("@");
  }
}
