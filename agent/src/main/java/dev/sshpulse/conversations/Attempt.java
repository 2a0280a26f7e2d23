package dev.sshpulse.conversations;

import dev.sshpulse.model.Library;
import dev.sshpulse.model.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * A library has begun to connect.
 *
 * @param libraryVersion empty where it is not known
 * @param host where to, as the application named it; null where not known
 * @param port likewise; 0 where not known
 * @param parent the application's current span; null where there is none
 */
public record Attempt(
    Library library,
    String libraryVersion,
    @Nullable String host,
    int port,
    @Nullable TraceParent parent) {}
