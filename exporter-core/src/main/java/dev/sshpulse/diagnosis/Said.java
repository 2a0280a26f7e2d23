package dev.sshpulse.diagnosis;

import org.jspecify.annotations.Nullable;

/**
 * What the SSH library of a connection knew at its end.
 *
 * @param since when the library first said that it is over, on the clock of {@link Symptoms}; 0 if
 *     it never did
 * @param keysInUse whether a key exchange was over
 * @param disconnect the reason of the first SSH_MSG_DISCONNECT (RFC 4253 section 11.1); null if
 *     none passed
 * @param disconnectSent whether this side sent it
 * @param authRefused whether an attempt was refused, and none accepted
 * @param channelsOpen whether a channel was open that somebody may still have needed
 * @param keepAlivePending whether a keepalive of this side's had no answer
 * @param ownReason what this side's library gave as its own; null if none
 */
public record Said(
    long since,
    boolean keysInUse,
    @Nullable Integer disconnect,
    boolean disconnectSent,
    boolean authRefused,
    boolean channelsOpen,
    boolean keepAlivePending,
    @Nullable OwnReason ownReason) {}
