package dev.sshpulse.packed;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A JDK of this machine that the packed jar is tried on: the one that runs the tests, and one of
 * each other release.
 */
public record Jdk(Path home, int release) {

  /**
   * JDKs 17 and newer: this one, those under {@code /usr/lib/jvm}, and {@code JAVA_HOME_…}
   * variables.
   */
  public static List<Jdk> all() {
    List<Jdk> found = new ArrayList<>();
    add(found, Path.of(System.getProperty("java.home")));
    for (String name : System.getenv().keySet()) {
      if (name.startsWith("JAVA_HOME_")) {
        add(found, Path.of(System.getenv(name)));
      }
    }
    File[] installed = new File("/usr/lib/jvm").listFiles();
    Stream.of(installed == null ? new File[0] : installed)
        .sorted()
        .forEach(f -> add(found, f.toPath()));
    return found;
  }

  private static void add(List<Jdk> found, Path home) {
    int release = release(home);
    boolean known = found.stream().anyMatch(jdk -> jdk.release() == release);
    if (release >= 17 && !known && Files.isExecutable(home.resolve("bin/java"))) {
      found.add(new Jdk(home, release));
    }
  }

  private static int release(Path home) {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(home.resolve("release"))) {
      properties.load(in);
    } catch (IOException e) {
      return 0;
    }
    String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Integer.parseInt(version.split("[.+-]")[0]);
  }

  public String java() {
    return home.resolve("bin/java").toString();
  }

  @Override
  public String toString() {
    return "JDK " + release;
  }
}
