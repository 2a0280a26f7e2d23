package dev.sshpulse.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Which sshpulse this is, as the build wrote it down.
 *
 * @param version as in {@code 0.1.0}
 * @param revision the commit, or {@code unknown}
 */
public record Release(String version, String revision) {
  private static final String FILE = "sshpulse.properties";
  private static final String UNKNOWN = "unknown";

  /** Reads the file that the build has filled in; what it lacks is {@code unknown}. */
  public static Release read() {
    Properties properties = new Properties();
    try (InputStream in = Release.class.getClassLoader().getResourceAsStream(FILE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      properties.clear(); // a jar that was overwritten: unknown says it
    }
    return new Release(
        properties.getProperty("version", UNKNOWN), properties.getProperty("revision", UNKNOWN));
  }
}
