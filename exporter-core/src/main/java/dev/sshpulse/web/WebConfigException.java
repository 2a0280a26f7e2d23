package dev.sshpulse.web;

import java.io.IOException;

/** A web-config that cannot be followed. The message is one line, and never quotes a secret. */
final class WebConfigException extends IOException {
  private static final long serialVersionUID = 1;

  WebConfigException(String message) {
    super(message);
  }
}
