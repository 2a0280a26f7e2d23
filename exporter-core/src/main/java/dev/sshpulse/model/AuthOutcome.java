package dev.sshpulse.model;

/** What came of one attempt to authenticate (RFC 4252 section 5.1). A closed set. */
public enum AuthOutcome {
  /** SSH_MSG_USERAUTH_SUCCESS. */
  SUCCESS("success"),
  /** SSH_MSG_USERAUTH_FAILURE. */
  FAILURE("failure"),
  /** SSH_MSG_USERAUTH_FAILURE with partial success: right, and another method is wanted. */
  PARTIAL("partial");

  private final String label;

  AuthOutcome(String label) {
    this.label = label;
  }

  /** The value of the attribute {@code ssh.auth.outcome}. */
  public String label() {
    return label;
  }
}
