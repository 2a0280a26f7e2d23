package dev.sshpulse.packed.peers;

import java.nio.file.Path;

/**
 * One thing that a client shall do.
 *
 * @param port where the server listens, on loopback
 * @param hostKey the fingerprint of the server's key
 * @param key the file with the private key to log in with
 * @param argument see {@link Action}
 */
record Order(
    int port,
    String hostKey,
    String user,
    Method method,
    String password,
    Path key,
    Action action,
    String argument) {

  /** What {@link #method} needs: the password, or the file of the key. */
  String credential() {
    return method == Method.PUBLIC_KEY ? key.toString() : password;
  }
}
