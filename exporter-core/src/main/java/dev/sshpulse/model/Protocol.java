package dev.sshpulse.model;

/** What a socket is known to speak. A metric label: the set is closed. */
public enum Protocol {
  /** An identification string of RFC 4253 section 4.2 was seen, and bytes went both ways. */
  SSH("ssh"),
  /** Everything else, and SSH before both ends have spoken. */
  OTHER("other");

  private final String label;

  Protocol(String label) {
    this.label = label;
  }

  /** The value of the label {@code protocol}. */
  public String label() {
    return label;
  }
}
