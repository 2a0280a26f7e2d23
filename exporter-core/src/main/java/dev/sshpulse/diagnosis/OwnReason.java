package dev.sshpulse.diagnosis;

/** Why this side's SSH library ended a connection, where no message says so. */
public enum OwnReason {
  /** Nothing had been heard for too long. */
  IDLE_TIMEOUT,
  /** Nobody had logged in in time. */
  AUTH_TIMEOUT,
  /** The server's key is not the one that is known. */
  HOST_KEY_REJECTED,
  /** Keepalives went unanswered. */
  KEEPALIVE_UNANSWERED,
  /** No keys were agreed upon. */
  KEY_EXCHANGE_FAILED
}
