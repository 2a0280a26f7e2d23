package dev.sshpulse.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.util.List;

/** Programs of this machine that a test needs. */
public final class Tool {
  private static final List<String> PATH =
      List.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator));

  private Tool() {}

  /** Its path; skips the test where it is missing, and says what to install. */
  public static String path(String name, String debianPackage) {
    for (String folder : PATH) {
      File file = new File(folder, name);
      if (file.canExecute()) {
        return file.getPath();
      }
    }
    assumeTrue(false, "missing: " + name + " (Debian: " + debianPackage + ")");
    throw new AssertionError("not reached");
  }
}
