package dev.sshpulse.web;

/** {@code client_auth_type}, by the names of Go's crypto/tls. */
enum ClientAuth {
  NoClientCert(false, false),
  RequestClientCert(false, false),
  RequireAnyClientCert(true, false),
  /** An older name of the one before. */
  RequireClientCert(true, false),
  VerifyClientCertIfGiven(false, true),
  RequireAndVerifyClientCert(true, true);

  /** Without one there is no connection. */
  final boolean required;

  /** One that is given is held against {@code client_ca}. */
  final boolean verified;

  ClientAuth(boolean required, boolean verified) {
    this.required = required;
    this.verified = verified;
  }

  boolean asks() {
    return this != NoClientCert;
  }
}
