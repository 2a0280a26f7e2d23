package dev.sshpulse.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a live connection is doing.
 *
 * @param library whose code speaks SSH on it; {@code UNKNOWN} where none with hooks here does
 * @param silent since bytes last moved, in either direction
 * @param unanswered for how long bytes or probes of ours have had no answer, once the kernel has
 *     begun to repeat them; null while all is well, and where the kernel cannot be asked
 * @param blocked for how long a write has been waiting; null while none is
 * @param peerClosed for how long the peer's FIN has been there without a close here (CLOSE_WAIT);
 *     null while it is not, and where the kernel cannot be asked
 * @param process the name of the process that holds it, as it calls itself; null where that is not
 *     known, and where it is this one
 */
public record ConnectionStatus(
    SshConnection connection,
    Library library,
    Duration silent,
    Protection protection,
    @Nullable Duration unanswered,
    @Nullable Duration blocked,
    @Nullable Duration peerClosed,
    long receivedBytes,
    long sentBytes,
    @Nullable String process) {}
