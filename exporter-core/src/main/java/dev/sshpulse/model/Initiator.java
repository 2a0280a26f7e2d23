package dev.sshpulse.model;

/** Who started the end of a connection. A metric label: the set is closed. */
public enum Initiator {
  /** This process, or this host. */
  LOCAL("local"),
  /** The other end, or something on the way that speaks in its name. */
  PEER("peer"),
  /** Neither end: packets no longer arrive. */
  NETWORK("network"),
  /** Nothing that was seen tells. */
  UNKNOWN("unknown");

  private final String label;

  Initiator(String label) {
    this.label = label;
  }

  /** The value of the label {@code initiator}. */
  public String label() {
    return label;
  }
}
