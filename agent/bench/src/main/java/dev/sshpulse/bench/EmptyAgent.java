package dev.sshpulse.bench;

/** The floor: what any agent costs, whatever it does. */
public final class EmptyAgent {

  private EmptyAgent() {}

  /** Does nothing. */
  public static void premain(String arguments) {}
}
