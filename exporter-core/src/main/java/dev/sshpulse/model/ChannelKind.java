package dev.sshpulse.model;

/** What a channel is for (RFC 4254 sections 6 and 7). A metric label: the set is closed. */
public enum ChannelKind {
  /** A session that runs a shell. */
  SHELL("shell"),
  /** A session that runs a command. */
  EXEC("exec"),
  /** A session that runs a subsystem, such as sftp. */
  SUBSYSTEM("subsystem"),
  /** A connection that the client wants the server to make. */
  DIRECT_TCPIP("direct_tcpip"),
  /** A connection that came in at the server. */
  FORWARDED_TCPIP("forwarded_tcpip"),
  /** Anything else; also a session that ended before it ran anything. */
  OTHER("other");

  private final String label;

  ChannelKind(String label) {
    this.label = label;
  }

  /** The value of the label {@code kind}. */
  public String label() {
    return label;
  }
}
