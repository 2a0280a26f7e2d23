package dev.sshpulse.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Starts a JVM of its own kind, which inherits the environment; passes on the agent's line in it.
 */
public final class ParentAndChild {

  private ParentAndChild() {}

  public static void main(String[] arguments) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BrokenPipes.class.getName(),
                "1")
            .redirectErrorStream(true)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(child::destroyForcibly));
    BrokenPipes.fail(1);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.startsWith("sshpulse ")) {
      line = lines.readLine();
    }
    System.err.println(line);
    System.in.read();
  }
}
