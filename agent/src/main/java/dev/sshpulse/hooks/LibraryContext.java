package dev.sshpulse.hooks;

import dev.sshpulse.conversations.Sayings;

/**
 * What every library's hooks work with.
 *
 * @param sayings where they leave what they hear
 * @param errors what a failed connect comes down to
 * @param versions which release a class is of
 * @param span the application's that is current
 */
record LibraryContext(
    Sayings sayings, ConnectErrors errors, LibraryVersions versions, CurrentSpan span) {}
