package dev.sshpulse.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One channel is over.
 *
 * @param openedAt when it was confirmed
 * @param closedAt when both ends had closed it, or the connection ended
 * @param exitStatus what the command returned; null where nobody said
 * @param command the command or the subsystem; null unless {@code spans.commands} is on
 * @param interrupted whether the connection failed under it
 */
public record SshChannel(
    SshConnection connection,
    ChannelKind kind,
    Instant openedAt,
    Instant closedAt,
    @Nullable Integer exitStatus,
    @Nullable String command,
    boolean interrupted) {}
