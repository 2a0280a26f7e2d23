package dev.sshpulse.model;

import java.time.Duration;

/**
 * How one source of the sidecar's fares.
 *
 * @param source the value of the label {@code source}
 * @param up whether what it last gave is what there is
 * @param reason one phrase: why not or, where it is up, what it reads
 * @param took the last reading
 */
public record SourceStatus(String source, boolean up, String reason, Duration took) {}
