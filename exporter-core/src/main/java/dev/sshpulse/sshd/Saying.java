package dev.sshpulse.sshd;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.sshd.Party.Stage;
import dev.sshpulse.sshd.SshdEvent.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What a message comes to, before it is known who said it.
 *
 * @param kind of the event; null where there is none, and the message only tells who is who
 * @param other a process that the message names; 0 for none
 */
record Saying(
    @Nullable Kind kind,
    Party party,
    @Nullable AuthMethod method,
    @Nullable Integer code,
    Consequence consequence,
    long other) {

  /** What follows for what is remembered of the process. */
  enum Consequence {
    /** It has begun to serve this peer. */
    BEGINS,
    /** It serves this peer. */
    GOES_ON,
    /** The peer is logged in. */
    LOGGED_IN,
    /** The other process serves the same peer. */
    HAS_CHILD,
    /** It serves nobody any more. */
    IS_OVER,
    /** None: it speaks of a connection that is another process', or nobody's. */
    NONE
  }

  static Saying begins(Party party) {
    return silent(party, Consequence.BEGINS, 0);
  }

  static Saying goesOn(Party party) {
    return silent(party, Consequence.GOES_ON, 0);
  }

  static Saying isOver(Party party) {
    return silent(party, Consequence.IS_OVER, 0);
  }

  static Saying hasChild(long child) {
    return silent(Party.UNTOLD, Consequence.HAS_CHILD, child);
  }

  private static Saying silent(Party party, Consequence consequence, long other) {
    return new Saying(null, party, null, null, consequence, other);
  }

  static Saying attempt(Kind kind, Party party, AuthMethod method) {
    boolean in = kind == Kind.ACCEPTED;
    Party there = party.at(in ? Stage.AFTER_LOGIN : Stage.BEFORE_LOGIN);
    Consequence consequence = in ? Consequence.LOGGED_IN : Consequence.GOES_ON;
    return new Saying(kind, there, method, null, consequence, 0);
  }

  static Saying ends(Kind kind, Party party) {
    return new Saying(kind, party, null, null, Consequence.IS_OVER, 0);
  }

  /** The process says more of it. */
  static Saying isEnding(Kind kind, Party party, @Nullable Integer code) {
    return new Saying(kind, party, null, code, Consequence.GOES_ON, 0);
  }

  static Saying disconnecting(Party party, int code) {
    return new Saying(Kind.DISCONNECTING, party, null, code, Consequence.IS_OVER, 0);
  }

  /** The listening process speaks of a connection, and perhaps of the process that served it. */
  static Saying ofAnother(Kind kind, Party party, long other) {
    Party before = party.at(Stage.BEFORE_LOGIN);
    return new Saying(kind, before, null, null, Consequence.NONE, other);
  }
}
