package dev.sshpulse.model;

/** Whose code speaks SSH on a connection. A closed set. */
public enum Library {
  /** Apache MINA SSHD. */
  MINA_SSHD("mina-sshd"),
  /** JSch, JCraft's or its successor. */
  JSCH("jsch"),
  /** sshj. */
  SSHJ("sshj"),
  /** Trilead SSH-2, Jenkins' or ConnectBot's. */
  TRILEAD("trilead"),
  /** Ganymed SSH-2. */
  GANYMED("ganymed"),
  /** None that has hooks here: what is known is known from the wire. */
  UNKNOWN("unknown");

  private final String label;

  Library(String label) {
    this.label = label;
  }

  /** The value of the label {@code library}, and of the attribute {@code ssh.library}. */
  public String label() {
    return label;
  }
}
