package dev.sshpulse.cli.jvms;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options that a JVM was started with, as far as they can be read from outside: from its
 * environment, its command line, and what HotSpot itself has noted.
 */
final class JvmOptions {
  private final List<String> options = new ArrayList<>();

  JvmOptions(HostProcess process, PerfFile perf) throws IOException {
    Map<String, String> environment = process.environment();
    add(environment.getOrDefault("JAVA_TOOL_OPTIONS", ""));
    add(environment.getOrDefault("JDK_JAVA_OPTIONS", ""));
    List<String> line = process.commandLine();
    options.addAll(line.subList(0, line.size() - CommandOfJvm.of(line).size()));
    add(environment.getOrDefault("_JAVA_OPTIONS", ""));
    add(perf.options());
  }

  private void add(String words) {
    options.addAll(List.of(words.split("\\s+")));
  }

  /** Whether a flag was switched on or off; null where nobody said so. The last word holds. */
  @Nullable Boolean flag(String name) {
    Boolean on = null;
    for (String option : options) {
      if (option.equals("-XX:+" + name)) {
        on = true;
      } else if (option.equals("-XX:-" + name)) {
        on = false;
      }
    }
    return on;
  }

  boolean has(String option) {
    return options.contains(option);
  }

  /** Those that begin like this, once each. */
  List<String> startingWith(String prefix) {
    return options.stream().filter(option -> option.startsWith(prefix)).distinct().toList();
  }
}
