package dev.sshpulse.model;

/**
 * How an SSH library probes its peer.
 *
 * @param enforced whether it minds when nobody answers
 * @param intervalMillis between two probes; 0 while that is not known
 */
public record Heartbeat(boolean enforced, long intervalMillis) {}
