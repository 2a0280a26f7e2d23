package dev.sshpulse.diagnosis;

import dev.sshpulse.model.KeepAlive;
import dev.sshpulse.model.SocketError;
import java.util.EnumSet;
import java.util.Set;

/** One thing that is true of a connection that ended: what the rules of {@link Diagnosis} ask. */
enum Sign {
  FIRST_ERROR_EPIPE,
  FIRST_ERROR_ECONNRESET,
  FIRST_ERROR_ECONNABORTED,
  FIRST_ERROR_ETIMEDOUT,
  FIRST_ERROR_EHOSTUNREACH,
  FIRST_ERROR_ENETUNREACH,
  FIRST_ERROR_ECONNREFUSED,
  FIRST_ERROR_EACCES,
  FIRST_ERROR_ANY,
  /** The kernel was repeating what the peer did not acknowledge. */
  REPLY_OWED,
  /** Nothing was unacknowledged. */
  REPLY_GIVEN,
  KEEPALIVE_ON,
  KEEPALIVE_OFF,
  /** It was silent for less long than keepalive takes to give up. */
  KEEPALIVE_NOT_DUE,
  HALF_OPEN,
  END_OF_STREAM,
  /** Fewer bytes have moved than a key exchange takes. */
  BEFORE_KEYS,
  CLOSED_HERE,
  CLOSED_AFTER_READ_LIMIT,
  CLOSED_BY_COLLECTOR,

  // What the SSH library knew:
  DISCONNECT_SENT,
  DISCONNECT_RECEIVED,
  REASON_BY_APPLICATION,
  REASON_KEY_EXCHANGE,
  REASON_HOST_KEY,
  REASON_NO_MORE_METHODS,
  REASON_PROTOCOL,
  OWN_IDLE_TIMEOUT,
  OWN_AUTH_TIMEOUT,
  OWN_HOST_KEY_REJECTED,
  OWN_KEEPALIVE_UNANSWERED,
  OWN_KEY_EXCHANGE_FAILED,
  /** An attempt to authenticate was refused, and none accepted. */
  AUTH_REFUSED,
  CHANNELS_OPEN,
  KEEPALIVE_PENDING,
  /** A key exchange had begun, and was not over. */
  KEYS_MISSING;

  /**
   * In either direction: identification, KEXINIT, the exchange and NEWKEYS (RFC 4253 sections 4.2
   * and 7). Implementations with one algorithm of each kind come to about 330.
   */
  static final int FEWEST_BYTES_WITH_KEYS = 300;

  /** All that are true. */
  static Set<Sign> of(Symptoms symptoms) {
    Set<Sign> signs = EnumSet.noneOf(Sign.class);
    if (!libraryKnewFirst(symptoms)) {
      addError(signs, symptoms);
    }
    if (symptoms.said() != null) {
      addSaid(signs, symptoms.said());
    }
    addKeepAlive(signs, symptoms);
    switch (symptoms.reply()) {
      case GIVEN -> signs.add(REPLY_GIVEN);
      case OWED -> signs.add(REPLY_OWED);
      case UNKNOWN -> {}
    }
    add(signs, HALF_OPEN, symptoms.halfOpen());
    add(signs, END_OF_STREAM, symptoms.endOfStream());
    add(signs, BEFORE_KEYS, isBeforeKeys(symptoms));
    addCloser(signs, symptoms.closer());
    return signs;
  }

  private static void add(Set<Sign> signs, Sign sign, boolean seen) {
    if (seen) {
      signs.add(sign);
    }
  }

  private static void addError(Set<Sign> signs, Symptoms symptoms) {
    SocketError error = symptoms.firstError();
    if (error == null) {
      return;
    }
    signs.add(FIRST_ERROR_ANY);
    signs.add(
        switch (error) {
          case BROKEN_PIPE -> FIRST_ERROR_EPIPE;
          case CONNECTION_RESET -> FIRST_ERROR_ECONNRESET;
          case CONNECTION_ABORTED -> FIRST_ERROR_ECONNABORTED;
          case TIMED_OUT -> FIRST_ERROR_ETIMEDOUT;
          case HOST_UNREACHABLE -> FIRST_ERROR_EHOSTUNREACH;
          case NETWORK_UNREACHABLE -> FIRST_ERROR_ENETUNREACH;
          case CONNECTION_REFUSED -> FIRST_ERROR_ECONNREFUSED;
          case PERMISSION_DENIED -> FIRST_ERROR_EACCES;
          case TOO_MANY_OPEN_FILES, OTHER -> FIRST_ERROR_ANY;
        });
  }

  private static void addKeepAlive(Set<Sign> signs, Symptoms symptoms) {
    KeepAlive keepAlive = symptoms.keepAlive();
    if (keepAlive != null) {
      long silent = symptoms.over() - symptoms.lastActivity();
      signs.add(keepAlive.on() ? KEEPALIVE_ON : KEEPALIVE_OFF);
      add(signs, KEEPALIVE_NOT_DUE, silent < keepAlive.noticesWithinMillis());
    }
  }

  /** What then fails on the socket is an echo. Having read a message, it had not failed before. */
  private static boolean libraryKnewFirst(Symptoms symptoms) {
    Said said = symptoms.said();
    if (said == null || said.since() == 0) {
      return false;
    }
    boolean received = said.disconnect() != null && !said.disconnectSent();
    return said.since() < symptoms.over() || (received && said.since() == symptoms.over());
  }

  private static void addSaid(Set<Sign> signs, Said said) {
    Integer reason = said.disconnect();
    if (reason != null) {
      signs.add(said.disconnectSent() ? DISCONNECT_SENT : DISCONNECT_RECEIVED);
      addReason(signs, reason);
    }
    if (said.ownReason() != null) {
      signs.add(of(said.ownReason()));
    }
    add(signs, KEYS_MISSING, !said.keysInUse());
    add(signs, AUTH_REFUSED, said.authRefused());
    add(signs, CHANNELS_OPEN, said.channelsOpen());
    add(signs, KEEPALIVE_PENDING, said.keepAlivePending());
  }

  /** By their numbers in RFC 4253 section 11.1. */
  private static void addReason(Set<Sign> signs, int reason) {
    switch (reason) {
      case 2, 5, 6, 8 -> signs.add(REASON_PROTOCOL);
      case 3 -> signs.add(REASON_KEY_EXCHANGE);
      case 9 -> signs.add(REASON_HOST_KEY);
      case 11 -> signs.add(REASON_BY_APPLICATION);
      case 14 -> signs.add(REASON_NO_MORE_METHODS);
      default -> {}
    }
  }

  private static Sign of(OwnReason reason) {
    return switch (reason) {
      case IDLE_TIMEOUT -> OWN_IDLE_TIMEOUT;
      case AUTH_TIMEOUT -> OWN_AUTH_TIMEOUT;
      case HOST_KEY_REJECTED -> OWN_HOST_KEY_REJECTED;
      case KEEPALIVE_UNANSWERED -> OWN_KEEPALIVE_UNANSWERED;
      case KEY_EXCHANGE_FAILED -> OWN_KEY_EXCHANGE_FAILED;
    };
  }

  /** By the size of what has moved, where no library tells. */
  private static boolean isBeforeKeys(Symptoms symptoms) {
    if (symptoms.said() != null) {
      return !symptoms.said().keysInUse();
    }
    return Math.min(symptoms.receivedBytes(), symptoms.sentBytes()) < FEWEST_BYTES_WITH_KEYS;
  }

  private static void addCloser(Set<Sign> signs, Closer closer) {
    switch (closer) {
      case APPLICATION -> signs.add(CLOSED_HERE);
      case APPLICATION_TIRED_OF_WAITING -> {
        signs.add(CLOSED_HERE);
        signs.add(CLOSED_AFTER_READ_LIMIT);
      }
      case COLLECTOR -> signs.add(CLOSED_BY_COLLECTOR);
      case UNSEEN -> {}
    }
  }
}
