package dev.sshpulse.packed.peers;

/** A way to log in. */
enum Method {
  PASSWORD("password"),
  KEYBOARD_INTERACTIVE("keyboard-interactive"),
  PUBLIC_KEY("publickey");

  /** Its name on the wire. */
  final String label;

  Method(String label) {
    this.label = label;
  }
}
