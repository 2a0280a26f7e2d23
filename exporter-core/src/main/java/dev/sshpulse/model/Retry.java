package dev.sshpulse.model;

/** Whether it is worth trying again. */
public enum Retry {
  /** At once. */
  NOW("now"),
  /** After a pause that grows from try to try. */
  LATER("later"),
  /** The same will happen until somebody has changed something. */
  AFTER_A_CHANGE("after a change"),
  /** Whatever is tried. */
  NEVER("never");

  private final String label;

  Retry(String label) {
    this.label = label;
  }

  /** As a person reads it, and programs find it in the JSON answers. */
  public String label() {
    return label;
  }
}
