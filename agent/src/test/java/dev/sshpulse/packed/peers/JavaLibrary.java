package dev.sshpulse.packed.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The libraries that applications use, each in the oldest, a middle and the newest version. */
enum JavaLibrary {
  MINA_2_0_0("mina-sshd-2.0.0", "MinaSshd"),
  MINA_2_9_3("mina-sshd-2.9.3", "MinaSshd"),
  MINA_2_20_0("mina-sshd-2.20.0", "MinaSshd"),
  JSCH_0_1_55("jsch-0.1.55", "Jsch"),
  JSCH_0_2_0("jsch-0.2.0", "Jsch"),
  JSCH_0_2_26("jsch-0.2.26", "Jsch"),
  JSCH_2_28_8("jsch-2.28.8", "Jsch"),
  SSHJ_0_38_0("sshj-0.38.0", "Sshj"),
  SSHJ_0_39_0("sshj-0.39.0", "Sshj"),
  SSHJ_0_40_0("sshj-0.40.0", "Sshj"),
  GANYMED_262("ganymed-262", "Ganymed"),
  CONNECTBOT_2_2_17("connectbot-2.2.17", "Connectbot"),
  CONNECTBOT_2_2_23("connectbot-2.2.23", "Connectbot");

  private static final Path FOLDERS = Path.of("target/libraries");

  private final String folder;

  /** The name of its class in {@code dev.sshpulse.probe.libraries}. */
  final String probe;

  /** Why, by what it cannot do. */
  final Map<Scenario, String> cannot;

  JavaLibrary(String folder, String probe) {
    this.folder = folder;
    this.probe = probe;
    this.cannot =
        probe.equals("Connectbot") ? Map.of(Scenario.SFTP, "SFTP was taken out of it") : Map.of();
  }

  /** The folder with its jars; skips the test where the build has not put it there. */
  Path folder() {
    Path path = FOLDERS.resolve(folder).toAbsolutePath();
    assumeTrue(Files.isDirectory(path), "missing: " + path + " (./mvnw verify copies it)");
    return path;
  }

  /** What it cannot do with MINA's server. OpenSSH's gives it new keys. */
  Map<Scenario, String> cannotWithMina() {
    String reason = "the connection ends when new keys are asked for";
    return probe.equals("Connectbot")
        ? Map.of(Scenario.SERVER_REKEYS, reason, Scenario.CLIENT_REKEYS, reason)
        : Map.of();
  }

  /** Whether it is the newest, or the last, of its kind. */
  boolean isNewest() {
    return switch (this) {
      case MINA_2_20_0, JSCH_0_1_55, JSCH_2_28_8, SSHJ_0_40_0, GANYMED_262, CONNECTBOT_2_2_23 ->
          true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return folder;
  }
}
