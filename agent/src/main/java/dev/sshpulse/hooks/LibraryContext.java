package dev.sshpulse.hooks;

import dev.sshpulse.conversations.Attempt;
import dev.sshpulse.conversations.Sayings;
import dev.sshpulse.model.Library;
import org.jspecify.annotations.Nullable;

/**
 * What every library's hooks work with.
 *
 * @param sayings where they leave what they hear
 * @param errors what a failed connect comes down to
 * @param versions which release a class is of
 * @param span the application's that is current
 */
record LibraryContext(
    Sayings sayings, ConnectErrors errors, LibraryVersions versions, CurrentSpan span) {

  /** The release of the library that this object is of; empty where it is not known. */
  String version(Object ofLibrary) {
    return versions.of(ofLibrary.getClass());
  }

  /** The connect that this object begins, below the span that is current on this thread. */
  Attempt attempt(Library library, Object ofLibrary, @Nullable String host, int port) {
    return new Attempt(library, version(ofLibrary), host, port, span.get(ofLibrary.getClass()));
  }
}
