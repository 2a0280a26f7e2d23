package dev.sshpulse.weave;

/** A class does not have the shape that a row expects; it stays as it was. */
final class WeaveException extends RuntimeException {
  WeaveException(String message) {
    super(message, null, false, false);
  }
}
