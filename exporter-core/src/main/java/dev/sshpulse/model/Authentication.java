package dev.sshpulse.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to authenticate is over. The initial {@code none} and the question whether a key
 * would do are no attempts.
 *
 * @param outcome null where the connection ended before anybody answered
 * @param from when the request passed
 * @param to when the answer passed, or the connection ended
 * @param sinceFirst from the connection's first attempt to the answer
 * @param user who wanted in; null unless {@code spans.users} is on
 */
public record Authentication(
    SshConnection connection,
    AuthMethod method,
    @Nullable AuthOutcome outcome,
    Instant from,
    Instant to,
    Duration sinceFirst,
    @Nullable String user) {}
