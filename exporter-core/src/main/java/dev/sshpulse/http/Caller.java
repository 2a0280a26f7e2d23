package dev.sshpulse.http;

/** Who asks, as far as it decides what is shown; {@link Callers} tells. */
enum Caller {
  /** Somebody on this very host. */
  LOCAL,

  /** A user of {@code http.web-config}, or a client whose certificate it names. */
  USER,

  /** Anybody else: of connections and users there are only figures for them. */
  STRANGER;

  /** Whether addresses and names of users are for this caller's eyes. */
  boolean seesAddresses() {
    return this != STRANGER;
  }
}
