package dev.sshpulse.connections;

import dev.sshpulse.model.SocketError;

/**
 * The first failed call of a connection, with what its socket showed at that moment: later calls
 * change it.
 */
final class FirstFailure {
  final SocketError error;
  final long millis;
  final LastWords lastWords;

  FirstFailure(SocketError error, long millis, LastWords lastWords) {
    this.error = error;
    this.millis = millis;
    this.lastWords = lastWords;
  }
}
