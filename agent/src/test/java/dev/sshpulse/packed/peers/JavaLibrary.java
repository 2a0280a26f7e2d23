package dev.sshpulse.packed.peers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The libraries that applications use, each in the oldest, a middle and the newest version. */
enum JavaLibrary {
  MINA_2_0_0("mina-sshd-2.0.0", "MinaSshd", Habits.silent("SSH-2.0-SSHD-UNKNOWN", true)),
  MINA_2_9_3("mina-sshd-2.9.3", "MinaSshd", Habits.silent("SSH-2.0-APACHE-SSHD-…", true)),
  MINA_2_20_0("mina-sshd-2.20.0", "MinaSshd", Habits.silent("SSH-2.0-APACHE-SSHD-…", true)),
  JSCH_0_1_55("jsch-0.1.55", "Jsch", Habits.wronglyReasoned("SSH-2.0-JSCH-…")),
  JSCH_0_2_0("jsch-0.2.0", "Jsch", Habits.wronglyReasoned("SSH-2.0-JSCH_…")),
  JSCH_0_2_26("jsch-0.2.26", "Jsch", Habits.wronglyReasoned("SSH-2.0-JSCH_…")),
  JSCH_2_28_8("jsch-2.28.8", "Jsch", Habits.wronglyReasoned("SSH-2.0-JSCH_…")),
  SSHJ_0_38_0("sshj-0.38.0", "Sshj", Habits.polite("SSH-2.0-SSHJ_…", true)),
  SSHJ_0_39_0("sshj-0.39.0", "Sshj", Habits.polite("SSH-2.0-SSHJ_…", true)),
  SSHJ_0_40_0("sshj-0.40.0", "Sshj", Habits.polite("SSH-2.0-SSHJ_…", true)),
  GANYMED_262("ganymed-262", "Ganymed", Habits.polite("SSH-2.0-Ganymed_…", false)),
  CONNECTBOT_2_2_17(
      "connectbot-2.2.17", "Connectbot", Habits.polite("SSH-2.0-TrileadSSH2Java_…", false)),
  CONNECTBOT_2_2_23(
      "connectbot-2.2.23", "Connectbot", Habits.polite("SSH-2.0-TrileadSSH2Java_…", false));

  private static final Path FOLDERS = Path.of("target/libraries");

  private final String folder;

  /** The name of its class in {@code dev.sshpulse.probe.libraries}. */
  final String probe;

  final Habits habits;

  /** Why, by what it cannot do. */
  final Map<Scenario, String> cannot;

  JavaLibrary(String folder, String probe, Habits habits) {
    this.folder = folder;
    this.probe = probe;
    this.habits = habits;
    this.cannot =
        probe.equals("Connectbot") ? Map.of(Scenario.SFTP, "SFTP was taken out of it") : Map.of();
  }

  /** The folder with its jars; skips the test where the build has not put it there. */
  Path folder() {
    Path path = FOLDERS.resolve(folder).toAbsolutePath();
    assumeTrue(Files.isDirectory(path), "missing: " + path + " (./mvnw verify copies it)");
    return path;
  }

  /** As the agent calls it. */
  String label() {
    String name = folder.substring(0, folder.lastIndexOf('-'));
    return name.equals("connectbot") ? "trilead" : name;
  }

  String version() {
    return folder.substring(folder.lastIndexOf('-') + 1);
  }

  /** What it does besides when it is refused. */
  void triesMore(Story story, Scenario scenario) {
    if (probe.equals("Sshj") && scenario.method == Method.PASSWORD) {
      story.refused(Method.KEYBOARD_INTERACTIVE.label);
    }
    if (probe.equals("MinaSshd") && scenario.method == Method.KEYBOARD_INTERACTIVE) {
      for (int i = 0; i < 3; i++) {
        story.unanswered(scenario.method.label); // it has nothing left to say when it is asked
      }
    }
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
