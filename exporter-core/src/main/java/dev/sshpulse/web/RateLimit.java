package dev.sshpulse.web;

/**
 * A bucket of so many requests, to which one is added at each interval.
 *
 * @param intervalNanos above 0
 * @param burst at least 1
 */
public record RateLimit(long intervalNanos, int burst) {}
