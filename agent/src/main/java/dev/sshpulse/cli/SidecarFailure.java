package dev.sshpulse.cli;

/** Why there can be no sidecar, in one sentence for a person. */
final class SidecarFailure extends Exception {
  private static final long serialVersionUID = 1;

  SidecarFailure(String message) {
    super(message);
  }
}
