package dev.sshpulse.model;

/**
 * What killed a connection, and who started it.
 *
 * @param cause one for each connection, however many symptoms it had
 */
public record Verdict(Cause cause, Initiator initiator) {}
