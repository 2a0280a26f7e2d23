package dev.sshpulse.hooks;

import dev.sshpulse.model.Operation;
import dev.sshpulse.model.SocketError;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What a library's exception about a failed connect comes down to. */
final class ConnectErrors {
  private static final int DEEPEST = 10;

  private final ErrorTexts texts;

  ConnectErrors(ErrorTexts texts) {
    this.texts = texts;
  }

  /** The first socket error among the exception and its causes. */
  SocketError of(@Nullable Object thrown) {
    Throwable at = thrown instanceof Throwable throwable ? throwable : null;
    for (int depth = 0; at != null && depth < DEEPEST; depth++, at = at.getCause()) {
      SocketError error = at instanceof TimeoutException ? SocketError.TIMED_OUT : errorOf(at);
      if (error != null && error != SocketError.OTHER) {
        return error;
      }
    }
    return SocketError.OTHER;
  }

  private @Nullable SocketError errorOf(Throwable thrown) {
    SocketError error = texts.errorOf(thrown);
    return error != null && Operation.CONNECT.errors().contains(error) ? error : null;
  }
}
