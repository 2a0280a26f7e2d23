package dev.sshpulse.diagnosis;

import static dev.sshpulse.diagnosis.Sign.AUTH_REFUSED;
import static dev.sshpulse.diagnosis.Sign.BEFORE_KEYS;
import static dev.sshpulse.diagnosis.Sign.CHANNELS_OPEN;
import static dev.sshpulse.diagnosis.Sign.CLOSED_AFTER_READ_LIMIT;
import static dev.sshpulse.diagnosis.Sign.CLOSED_BY_COLLECTOR;
import static dev.sshpulse.diagnosis.Sign.CLOSED_HERE;
import static dev.sshpulse.diagnosis.Sign.DISCONNECT_RECEIVED;
import static dev.sshpulse.diagnosis.Sign.DISCONNECT_SENT;
import static dev.sshpulse.diagnosis.Sign.END_OF_STREAM;
import static dev.sshpulse.diagnosis.Sign.FIRST_ERROR_ANY;
import static dev.sshpulse.diagnosis.Sign.FIRST_ERROR_EACCES;
import static dev.sshpulse.diagnosis.Sign.FIRST_ERROR_ECONNABORTED;
import static dev.sshpulse.diagnosis.Sign.FIRST_ERROR_ECONNREFUSED;
import static dev.sshpulse.diagnosis.Sign.FIRST_ERROR_ECONNRESET;
import static dev.sshpulse.diagnosis.Sign.FIRST_ERROR_EHOSTUNREACH;
import static dev.sshpulse.diagnosis.Sign.FIRST_ERROR_ENETUNREACH;
import static dev.sshpulse.diagnosis.Sign.FIRST_ERROR_EPIPE;
import static dev.sshpulse.diagnosis.Sign.FIRST_ERROR_ETIMEDOUT;
import static dev.sshpulse.diagnosis.Sign.HALF_OPEN;
import static dev.sshpulse.diagnosis.Sign.KEEPALIVE_NOT_DUE;
import static dev.sshpulse.diagnosis.Sign.KEEPALIVE_OFF;
import static dev.sshpulse.diagnosis.Sign.KEEPALIVE_ON;
import static dev.sshpulse.diagnosis.Sign.KEEPALIVE_PENDING;
import static dev.sshpulse.diagnosis.Sign.KEYS_MISSING;
import static dev.sshpulse.diagnosis.Sign.OWN_AUTH_TIMEOUT;
import static dev.sshpulse.diagnosis.Sign.OWN_HOST_KEY_REJECTED;
import static dev.sshpulse.diagnosis.Sign.OWN_IDLE_TIMEOUT;
import static dev.sshpulse.diagnosis.Sign.OWN_KEEPALIVE_UNANSWERED;
import static dev.sshpulse.diagnosis.Sign.OWN_KEY_EXCHANGE_FAILED;
import static dev.sshpulse.diagnosis.Sign.REASON_BY_APPLICATION;
import static dev.sshpulse.diagnosis.Sign.REASON_HOST_KEY;
import static dev.sshpulse.diagnosis.Sign.REASON_KEY_EXCHANGE;
import static dev.sshpulse.diagnosis.Sign.REASON_NO_MORE_METHODS;
import static dev.sshpulse.diagnosis.Sign.REASON_PROTOCOL;
import static dev.sshpulse.diagnosis.Sign.REPLY_GIVEN;
import static dev.sshpulse.diagnosis.Sign.REPLY_OWED;
import static dev.sshpulse.model.Cause.AUTH_FAILED;
import static dev.sshpulse.model.Cause.AUTH_TIMEOUT;
import static dev.sshpulse.model.Cause.BROKEN_PIPE;
import static dev.sshpulse.model.Cause.CLOSED;
import static dev.sshpulse.model.Cause.CONNECTION_ABORTED;
import static dev.sshpulse.model.Cause.CONNECTION_RESET;
import static dev.sshpulse.model.Cause.HOST_KEY_REJECTED;
import static dev.sshpulse.model.Cause.HOST_UNREACHABLE;
import static dev.sshpulse.model.Cause.IDLE_TIMEOUT;
import static dev.sshpulse.model.Cause.KEY_EXCHANGE_FAILED;
import static dev.sshpulse.model.Cause.LEAKED;
import static dev.sshpulse.model.Cause.NETWORK_UNREACHABLE;
import static dev.sshpulse.model.Cause.OTHER;
import static dev.sshpulse.model.Cause.PROTOCOL_ERROR;
import static dev.sshpulse.model.Cause.RETRANSMISSION_TIMEOUT;
import static dev.sshpulse.model.Cause.SSH_DISCONNECT;
import static dev.sshpulse.model.Cause.SSH_KEEPALIVE_TIMEOUT;
import static dev.sshpulse.model.Cause.TCP_KEEPALIVE_TIMEOUT;
import static dev.sshpulse.model.Cause.TIMED_OUT;
import static dev.sshpulse.model.Cause.UNEXPECTED_EOF;
import static dev.sshpulse.model.Initiator.LOCAL;
import static dev.sshpulse.model.Initiator.NETWORK;
import static dev.sshpulse.model.Initiator.PEER;
import static dev.sshpulse.model.Initiator.UNKNOWN;

import dev.sshpulse.model.Cause;
import dev.sshpulse.model.Initiator;
import dev.sshpulse.model.Verdict;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The rules: from all that was seen of a connection to one cause and one initiator.
 *
 * <p>The first row whose signs are all there decides, so rows with an error stand above those
 * without: the first failure wins over whatever the application did about it.
 */
public final class Diagnosis {

  private static final Rule[] RULES = {
    rule(BROKEN_PIPE, PEER, FIRST_ERROR_EPIPE),
    rule(CONNECTION_RESET, PEER, FIRST_ERROR_ECONNRESET),
    rule(CONNECTION_ABORTED, LOCAL, FIRST_ERROR_ECONNABORTED),
    rule(HOST_UNREACHABLE, NETWORK, FIRST_ERROR_EHOSTUNREACH),
    rule(NETWORK_UNREACHABLE, NETWORK, FIRST_ERROR_ENETUNREACH),

    // The kernel gives up on unacknowledged bytes, or on unanswered probes, with one errno.
    rule(RETRANSMISSION_TIMEOUT, NETWORK, FIRST_ERROR_ETIMEDOUT, REPLY_OWED),
    rule(RETRANSMISSION_TIMEOUT, NETWORK, FIRST_ERROR_ETIMEDOUT, KEEPALIVE_OFF),
    rule(RETRANSMISSION_TIMEOUT, NETWORK, FIRST_ERROR_ETIMEDOUT, KEEPALIVE_NOT_DUE),
    rule(TCP_KEEPALIVE_TIMEOUT, NETWORK, FIRST_ERROR_ETIMEDOUT, KEEPALIVE_ON, REPLY_GIVEN),
    rule(TIMED_OUT, NETWORK, FIRST_ERROR_ETIMEDOUT),

    // ICMP "port unreachable" is a firewall on the way; EACCES and EPERM are one on this host.
    rule(OTHER, NETWORK, FIRST_ERROR_ECONNREFUSED),
    rule(OTHER, LOCAL, FIRST_ERROR_EACCES),
    rule(OTHER, UNKNOWN, FIRST_ERROR_ANY),

    // Nothing failed before, but an SSH library knew why it was over.
    rule(HOST_KEY_REJECTED, LOCAL, OWN_HOST_KEY_REJECTED),
    rule(HOST_KEY_REJECTED, LOCAL, DISCONNECT_SENT, REASON_HOST_KEY),
    rule(HOST_KEY_REJECTED, PEER, DISCONNECT_RECEIVED, REASON_HOST_KEY),
    rule(SSH_KEEPALIVE_TIMEOUT, NETWORK, OWN_KEEPALIVE_UNANSWERED),
    rule(SSH_KEEPALIVE_TIMEOUT, NETWORK, CLOSED_AFTER_READ_LIMIT, KEEPALIVE_PENDING),
    rule(AUTH_TIMEOUT, LOCAL, OWN_AUTH_TIMEOUT),
    rule(IDLE_TIMEOUT, LOCAL, OWN_IDLE_TIMEOUT),
    rule(AUTH_FAILED, LOCAL, DISCONNECT_SENT, AUTH_REFUSED),
    rule(AUTH_FAILED, PEER, DISCONNECT_RECEIVED, AUTH_REFUSED),
    rule(AUTH_FAILED, LOCAL, DISCONNECT_SENT, REASON_NO_MORE_METHODS),
    rule(AUTH_FAILED, PEER, DISCONNECT_RECEIVED, REASON_NO_MORE_METHODS),
    rule(KEY_EXCHANGE_FAILED, LOCAL, OWN_KEY_EXCHANGE_FAILED),
    rule(KEY_EXCHANGE_FAILED, LOCAL, DISCONNECT_SENT, REASON_KEY_EXCHANGE, BEFORE_KEYS),
    rule(KEY_EXCHANGE_FAILED, PEER, DISCONNECT_RECEIVED, REASON_KEY_EXCHANGE, BEFORE_KEYS),
    rule(PROTOCOL_ERROR, LOCAL, DISCONNECT_SENT, REASON_PROTOCOL),
    rule(PROTOCOL_ERROR, PEER, DISCONNECT_RECEIVED, REASON_PROTOCOL),
    rule(CLOSED, LOCAL, DISCONNECT_SENT, REASON_BY_APPLICATION),
    rule(CLOSED, PEER, DISCONNECT_RECEIVED, REASON_BY_APPLICATION),
    rule(SSH_DISCONNECT, LOCAL, DISCONNECT_SENT),
    rule(SSH_DISCONNECT, PEER, DISCONNECT_RECEIVED),

    // Nothing failed, but this side closed before the kernel had given up.
    rule(TIMED_OUT, NETWORK, CLOSED_HERE, HALF_OPEN),
    rule(TIMED_OUT, NETWORK, CLOSED_AFTER_READ_LIMIT, REPLY_OWED),
    rule(LEAKED, LOCAL, CLOSED_BY_COLLECTOR),
    rule(UNEXPECTED_EOF, PEER, END_OF_STREAM, BEFORE_KEYS),
    rule(AUTH_FAILED, PEER, END_OF_STREAM, AUTH_REFUSED),
    rule(UNEXPECTED_EOF, PEER, END_OF_STREAM, CHANNELS_OPEN),
    rule(CLOSED, PEER, END_OF_STREAM),
    rule(KEY_EXCHANGE_FAILED, LOCAL, CLOSED_HERE, KEYS_MISSING),
    rule(AUTH_FAILED, LOCAL, CLOSED_HERE, AUTH_REFUSED),
    rule(IDLE_TIMEOUT, LOCAL, CLOSED_AFTER_READ_LIMIT),
    rule(CLOSED, LOCAL, CLOSED_HERE),
    rule(CLOSED, UNKNOWN),
  };

  private Diagnosis() {}

  private record Rule(Verdict verdict, Set<Sign> signs) {}

  private static Rule rule(Cause cause, Initiator initiator, Sign... signs) {
    Set<Sign> all = EnumSet.noneOf(Sign.class);
    Collections.addAll(all, signs);
    return new Rule(new Verdict(cause, initiator), all);
  }

  /** What these symptoms come to. */
  public static Conclusion of(Symptoms symptoms) {
    Verdict verdict = verdict(Sign.of(symptoms));
    return Silence.before(verdict, symptoms);
  }

  private static Verdict verdict(Set<Sign> signs) {
    for (Rule rule : RULES) {
      if (signs.containsAll(rule.signs)) {
        return rule.verdict;
      }
    }
    throw new AssertionError("the last rule asks for nothing, and yet: " + signs);
  }

  /** Every verdict that {@link #of} can come to, in the order of the rules. */
  public static Set<Verdict> verdicts() {
    Set<Verdict> verdicts = new LinkedHashSet<>();
    for (Rule rule : RULES) {
      verdicts.add(rule.verdict);
    }
    return verdicts;
  }
}
