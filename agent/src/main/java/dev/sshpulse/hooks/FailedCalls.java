package dev.sshpulse.hooks;

import dev.sshpulse.model.Operation;
import dev.sshpulse.model.SocketError;

/** Where calls are counted that failed on sockets which are not the JDK's. */
interface FailedCalls {
  /** One has. */
  void failed(Operation operation, SocketError error);
}
