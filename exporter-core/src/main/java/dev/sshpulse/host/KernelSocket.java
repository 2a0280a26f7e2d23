package dev.sshpulse.host;

import org.jspecify.annotations.Nullable;

/**
 * One TCP socket of this network namespace, whoever holds it, at the moment of reading.
 *
 * @param timerMillis until the timer of {@code socket} is due; 0 without one
 * @param uid of whoever made it
 * @param cookie unique to the socket while the kernel runs (SO_COOKIE); 0 where the source has none
 * @param cgroup the number of its control group; 0 where the source has none
 * @param sendBufferFull whether a write would have to wait; false where the source cannot tell
 * @param info what TCP knows of the connection; null where the source has none, and for LISTEN
 */
public record KernelSocket(
    TcpAddresses addresses,
    TcpSocket socket,
    long timerMillis,
    long uid,
    long cookie,
    long cgroup,
    boolean sendBufferFull,
    @Nullable TcpInfo info) {}
