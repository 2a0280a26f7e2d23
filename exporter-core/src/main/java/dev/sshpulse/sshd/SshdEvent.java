package dev.sshpulse.sshd;

import dev.sshpulse.model.AuthMethod;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one line of OpenSSH's sshd says of a connection.
 *
 * @param pid of the process that wrote it; 0 where the log does not tell
 * @param peer the client's address and port, from the line or from earlier ones of the same
 *     process; null where it is not known
 * @param method for {@link Kind#ACCEPTED}, {@link Kind#FAILED} and {@link Kind#PARTIAL}; else null
 * @param disconnectCode for {@link Kind#DISCONNECT_RECEIVED} and {@link Kind#DISCONNECTING} where
 *     it is known (RFC 4253 section 11.1); else null
 * @param beforeLogin whether nobody had logged in yet
 */
public record SshdEvent(
    Kind kind,
    long pid,
    @Nullable InetSocketAddress peer,
    @Nullable AuthMethod method,
    @Nullable Integer disconnectCode,
    boolean beforeLogin) {

  /** What happened. */
  public enum Kind {
    /** A login succeeded. */
    ACCEPTED,
    /** A method, or a user name, was refused. */
    FAILED,
    /** A method was accepted, and more are demanded. */
    PARTIAL,
    /** The client sent SSH_MSG_DISCONNECT. */
    DISCONNECT_RECEIVED,
    /** This sshd sent SSH_MSG_DISCONNECT, for another reason than the ones below. */
    DISCONNECTING,
    /** The client closed without a word, or after its last channel. */
    CLOSED_BY_PEER,
    /** ECONNRESET. */
    RESET,
    /** EPIPE. */
    BROKEN_PIPE,
    /** ETIMEDOUT. */
    TIMED_OUT,
    /** EHOSTUNREACH. */
    HOST_UNREACHABLE,
    /** ENETUNREACH. */
    NETWORK_UNREACHABLE,
    /** ClientAliveCountMax messages went unanswered. */
    KEEPALIVE_TIMEOUT,
    /** ChannelTimeout or UnusedConnectionTimeout was over. */
    IDLE_TIMEOUT,
    /** LoginGraceTime was over. */
    AUTH_TIMEOUT,
    /** MaxAuthTries was reached, or no method was left. */
    TOO_MANY_FAILURES,
    /** No algorithms in common, or the exchange was broken off. */
    KEY_EXCHANGE_FAILED,
    /** What came was not SSH, or not in order, or its MAC was wrong. */
    PROTOCOL_ERROR,
    /** MaxStartups, PerSourceMaxStartups or PerSourcePenalties turned it away. */
    TURNED_AWAY
  }
}
