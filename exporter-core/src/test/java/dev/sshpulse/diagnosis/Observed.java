package dev.sshpulse.diagnosis;

import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.SocketError;

/**
 * A connection that was opened at 0 s and used until 10 s; what else was seen of it, a test says.
 * Without a word it was closed by the application at 20 s.
 */
final class Observed {
  static final KeepAlive OFF = new KeepAlive(false, 7_200_000, 75_000, 9);
  static final KeepAlive EVERY_MINUTE = new KeepAlive(true, 60_000, 10_000, 3);

  private SocketError firstError;
  private long over = 20_000;
  private boolean endOfStream;
  private Closer closer = Closer.APPLICATION;
  private long lastActivity = 10_000;
  private long asked = 9_000;
  private long silenceBefore = 500;
  private Reply reply = Reply.GIVEN;
  private boolean halfOpen;
  private KeepAlive keepAlive = OFF;
  private Said said;
  private long bytes = 5_000;

  Observed failed(SocketError error, long at) {
    firstError = error;
    over = at;
    return this;
  }

  Observed failed(SocketError error) {
    return failed(error, 20_000);
  }

  Observed endOfStream() {
    endOfStream = true;
    return this;
  }

  Observed closedBy(Closer who) {
    closer = who;
    return this;
  }

  /** The application wrote at {@code asked}, after a silence, and nobody has answered since. */
  Observed unanswered(Reply state, long asked, long silenceBefore) {
    reply = state;
    this.asked = asked;
    this.silenceBefore = silenceBefore;
    lastActivity = Math.max(lastActivity, asked);
    return this;
  }

  Observed halfOpen() {
    halfOpen = true;
    return unanswered(Reply.OWED, 15_000, 5_000);
  }

  Observed keepAlive(KeepAlive options) {
    keepAlive = options;
    return this;
  }

  Observed said(Said words) {
    said = words;
    return this;
  }

  Observed moved(long bytesEachWay) {
    bytes = bytesEachWay;
    return this;
  }

  Symptoms symptoms() {
    return new Symptoms(
        firstError,
        over,
        endOfStream,
        closer,
        lastActivity,
        asked,
        silenceBefore,
        reply,
        halfOpen,
        keepAlive,
        said,
        bytes,
        bytes);
  }

  Conclusion conclusion() {
    return Diagnosis.of(symptoms());
  }
}
