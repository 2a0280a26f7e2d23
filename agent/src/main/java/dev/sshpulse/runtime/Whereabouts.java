package dev.sshpulse.runtime;

/** Tells by system properties where the agent listens: who attaches to this JVM can read them. */
final class Whereabouts {
  private static final String PROPERTY = "dev.sshpulse.url";

  /** The one line: the last thing that a start says. */
  static final String LINE = "dev.sshpulse.line";

  /** Why there is neither. */
  static final String FAILURE = "dev.sshpulse.failure";

  private Whereabouts() {}

  static void at(String url) {
    System.setProperty(PROPERTY, url);
  }

  static void off(String reason) {
    System.setProperty(PROPERTY, reason.isEmpty() ? "off" : "off: " + reason);
  }

  static void line(String line) {
    System.setProperty(LINE, line);
  }

  static void withdraw() {
    System.clearProperty(LINE);
    System.clearProperty(FAILURE);
    System.clearProperty(PROPERTY);
  }
}
