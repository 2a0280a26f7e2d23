package dev.sshpulse.packed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command of the packed jar came to.
 *
 * @param said on stdout and stderr
 */
record Command(int exitCode, String said) {

  /** Runs it with the tests' own Java, as this user. */
  static Command run(Path jar, String... words) throws Exception {
    return run(List.of(), jar, words);
  }

  /** Runs it by another program: as another user, for example. */
  static Command run(List<String> by, Path jar, String... words) throws Exception {
    List<String> all = new ArrayList<>(by);
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-jar", jar.toString()));
    all.addAll(List.of(words));
    return run(all);
  }

  /** Runs any program. */
  static Command run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Command(process.waitFor(), said);
  }
}
