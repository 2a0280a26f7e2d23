package dev.sshpulse.runtime;

/** The one place where the agent speaks; never stdout, which is the application's. */
final class StandardError {

  private StandardError() {}

  static void line(String text) {
    System.err.println(text);
  }
}
