package dev.sshpulse.model;

import java.time.Instant;

/**
 * How many connections have failed in one way within one minute.
 *
 * @param minute its beginning
 * @param count at least 1
 */
public record Deaths(Instant minute, Verdict verdict, long count) {}
