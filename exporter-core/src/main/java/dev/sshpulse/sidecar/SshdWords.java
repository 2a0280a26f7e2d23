package dev.sshpulse.sidecar;

import dev.sshpulse.diagnosis.OwnReason;
import dev.sshpulse.diagnosis.Said;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.sshd.SshdEvent;
import org.jspecify.annotations.Nullable;

/**
 * What sshd's log has said of one connection, so far. The first word on why it is over holds: what
 * comes after is an echo.
 */
final class SshdWords {
  private static final long ECHO_MILLIS = 5_000;
  private static final long LATE_MILLIS = 20_000;

  private long heardAt;
  private boolean loggedIn;
  private boolean refused;
  private boolean over;
  private boolean closedByPeer;
  private @Nullable SocketError error;
  private @Nullable Integer disconnect;
  private boolean disconnectSent;
  private @Nullable OwnReason ownReason;

  /**
   * Whether this must be of another connection from the same port: this one is over, and whoever
   * logs in is not, nor does an echo take so long.
   */
  boolean areOfAnother(SshdEvent event, long now) {
    boolean login =
        switch (event.kind()) {
          case ACCEPTED, FAILED, PARTIAL -> true;
          default -> false;
        };
    return over && (login || now - heardAt > ECHO_MILLIS);
  }

  /** A connection may be found one look, however late, after its first line was read. */
  boolean areOlderThan(long moment) {
    return moment - heardAt > LATE_MILLIS;
  }

  void heard(SshdEvent event, long now) {
    heardAt = now;
    switch (event.kind()) {
      case ACCEPTED -> loggedIn = true;
      case FAILED -> refused = true;
      case PARTIAL -> {}
      default -> over(event);
    }
  }

  private void over(SshdEvent event) {
    if (over) {
      return;
    }
    over = true;
    switch (event.kind()) {
      case DISCONNECT_RECEIVED -> disconnect(event, false, BY_APPLICATION);
      case DISCONNECTING -> disconnect(event, true, BY_APPLICATION);
      case TOO_MANY_FAILURES -> disconnect(event, true, NO_MORE_METHODS);
      case PROTOCOL_ERROR -> disconnect(event, true, PROTOCOL_ERROR);
      case TURNED_AWAY -> disconnect(event, true, TOO_MANY_CONNECTIONS);
      case CLOSED_BY_PEER -> closedByPeer = true;
      case RESET -> error = SocketError.CONNECTION_RESET;
      case BROKEN_PIPE -> error = SocketError.BROKEN_PIPE;
      case TIMED_OUT -> error = SocketError.TIMED_OUT;
      case HOST_UNREACHABLE -> error = SocketError.HOST_UNREACHABLE;
      case NETWORK_UNREACHABLE -> error = SocketError.NETWORK_UNREACHABLE;
      case KEEPALIVE_TIMEOUT -> ownReason = OwnReason.KEEPALIVE_UNANSWERED;
      case IDLE_TIMEOUT -> ownReason = OwnReason.IDLE_TIMEOUT;
      case AUTH_TIMEOUT -> ownReason = OwnReason.AUTH_TIMEOUT;
      case KEY_EXCHANGE_FAILED -> ownReason = OwnReason.KEY_EXCHANGE_FAILED;
      case ACCEPTED, FAILED, PARTIAL -> throw new AssertionError("ends nothing: " + event.kind());
    }
  }

  // RFC 4253 section 11.1.
  private static final int PROTOCOL_ERROR = 2;
  private static final int BY_APPLICATION = 11;
  private static final int TOO_MANY_CONNECTIONS = 12;
  private static final int NO_MORE_METHODS = 14;

  private void disconnect(SshdEvent event, boolean sent, int unlessToldOtherwise) {
    Integer code = event.disconnectCode();
    disconnect = code == null ? unlessToldOtherwise : code;
    disconnectSent = sent;
  }

  /** Whether it has said why the connection is over. */
  boolean conclusive() {
    return over;
  }

  /** The errno that sshd met; null if none. */
  @Nullable SocketError error() {
    return error;
  }

  /** Whether the client's end of stream came as a surprise. */
  boolean closedByPeer() {
    return closedByPeer;
  }

  /**
   * What a library in the server's place would have known. Not which channels were open: of a
   * client that closes without a word, as Go's do when all is done, sshd says as little as of one
   * that died.
   */
  Said said(long overAt) {
    long since = over && error == null && !closedByPeer ? overAt - 1 : 0;
    return new Said(
        since,
        loggedIn || ownReason != OwnReason.KEY_EXCHANGE_FAILED,
        disconnect,
        disconnectSent,
        refused && !loggedIn,
        closedByPeer && !loggedIn, // whoever leaves before the login is in the middle of it
        false,
        ownReason);
  }
}
