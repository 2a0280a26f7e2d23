package dev.sshpulse.model;

/**
 * A span of the application's, by its W3C identifiers.
 *
 * @param traceId 32 lower-case hexadecimal digits
 * @param spanId 16 lower-case hexadecimal digits
 * @param sampled whether it is recorded
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {}
