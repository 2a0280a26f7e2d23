package dev.sshpulse.model;

/** Whose turn it is to act when a connection has ended. */
public enum Turn {
  /** All is well. */
  NOBODY("nobody"),
  /** Those who run or write the application in this process. */
  APPLICATION("application"),
  /** Those who run this host. */
  THIS_HOST("this host"),
  /** Those who run the other end. */
  PEER("peer"),
  /** Those who run what lies between: firewalls, NATs, load balancers, links. */
  NETWORK("network");

  private final String label;

  Turn(String label) {
    this.label = label;
  }

  /** As a person reads it, and programs find it in the JSON answers. */
  public String label() {
    return label;
  }
}
