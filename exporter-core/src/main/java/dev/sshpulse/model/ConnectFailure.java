package dev.sshpulse.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An SSH library could not connect: there is no connection, and no ending.
 *
 * @param host where the application wanted to connect to, as it named it; null where not known
 * @param port likewise; 0 where not known
 * @param from when the attempt began
 * @param to when it failed
 * @param parent the application's span that was current; null where none is known
 */
public record ConnectFailure(
    Library library,
    String libraryVersion,
    @Nullable String host,
    int port,
    SocketError error,
    Instant from,
    Instant to,
    @Nullable TraceParent parent) {}
