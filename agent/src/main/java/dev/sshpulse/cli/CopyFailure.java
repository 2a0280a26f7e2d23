package dev.sshpulse.cli;

/** Why the agent could not be copied, in one sentence for a person. */
final class CopyFailure extends Exception {
  private static final long serialVersionUID = 1;

  CopyFailure(String message) {
    super(message);
  }
}
