package dev.sshpulse.model;

/** Which end of an SSH connection this process is. A metric label: the set is closed. */
public enum Side {
  /** This process connected. */
  CLIENT("client"),
  /** This process accepted. */
  SERVER("server");

  private final String label;

  Side(String label) {
    this.label = label;
  }

  /** The value of the label {@code side}. */
  public String label() {
    return label;
  }
}
