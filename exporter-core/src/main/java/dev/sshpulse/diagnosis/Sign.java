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
  CLOSED_BY_COLLECTOR;

  /**
   * In either direction: identification, KEXINIT, the exchange and NEWKEYS (RFC 4253 sections 4.2
   * and 7). Implementations with one algorithm of each kind come to about 330.
   */
  static final int FEWEST_BYTES_WITH_KEYS = 300;

  /** All that are true. */
  static Set<Sign> of(Symptoms symptoms) {
    Set<Sign> signs = EnumSet.noneOf(Sign.class);
    addError(signs, symptoms);
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

  private static boolean isBeforeKeys(Symptoms symptoms) {
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
