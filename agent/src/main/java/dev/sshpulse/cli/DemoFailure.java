package dev.sshpulse.cli;

/** The demo cannot go on; the message tells the user what happened and what to do. */
final class DemoFailure extends Exception {

  DemoFailure(String message) {
    super(message);
  }

  DemoFailure(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
