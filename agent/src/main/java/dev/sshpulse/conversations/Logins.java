package dev.sshpulse.conversations;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.model.AuthOutcome;
import dev.sshpulse.model.Authentication;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The attempts to authenticate on one connection (RFC 4252). The initial {@code none} and the
 * question whether a key would do are no attempts; whatever is asked and answered within one
 * keyboard-interactive attempt belongs to it.
 */
final class Logins {
  private final LibraryCounters counters;
  private @Nullable Attempt pending;
  private boolean asking;
  private boolean askedHere;
  private long first;
  private boolean refused;
  private boolean accepted;

  private record Attempt(AuthMethod method, @Nullable String user, long nanos) {}

  Logins(LibraryCounters counters) {
    this.counters = counters;
  }

  /** Somebody was refused, and nobody has been accepted. */
  boolean refused() {
    return refused && !accepted;
  }

  /** Once somebody is in, requests are ignored (RFC 4252 section 5.1). */
  void requested(Message request, long nanos, Narration narration) {
    if (accepted) {
      return;
    }
    askedHere = request.sent();
    end(null, nanos, narration); // a new request abandons the one before (RFC 4252 section 5.1)
    asking = !request.name().equals("none");
    if (!asking || !request.flag()) {
      return;
    }
    AuthMethod method = AuthMethod.of(request.name());
    counters.authAttempted(narration.side(), method);
    first = first == 0 ? nanos : first;
    pending = new Attempt(method, request.detail(), nanos);
  }

  void succeeded(boolean sent, long nanos, Narration narration) {
    if (isNoAnswer(sent)) {
      return;
    }
    accepted = true;
    end(AuthOutcome.SUCCESS, nanos, narration);
  }

  /** Nobody answers himself, whatever he may send. */
  private boolean isNoAnswer(boolean sent) {
    return sent == askedHere;
  }

  void failed(boolean sent, boolean partial, long nanos, Narration narration) {
    if (isNoAnswer(sent)) {
      return;
    }
    refused |= asking && !partial; // a key that would not do leaves nobody in either
    if (pending != null && !partial) {
      counters.authFailed(narration.side(), pending.method);
    }
    end(partial ? AuthOutcome.PARTIAL : AuthOutcome.FAILURE, nanos, narration);
  }

  /** The pending attempt is over; without an outcome where nobody answered. */
  void end(@Nullable AuthOutcome outcome, long nanos, Narration narration) {
    Attempt over = pending;
    pending = null;
    if (over == null) {
      return;
    }
    Instant from = narration.instant(over.nanos);
    Instant to = narration.instant(nanos);
    Authentication told =
        new Authentication(
            narration.connection(),
            over.method,
            outcome,
            from,
            to,
            Duration.ofNanos(nanos - first),
            over.user);
    narration.tell(listener -> listener.authenticationAttempted(told));
  }
}
