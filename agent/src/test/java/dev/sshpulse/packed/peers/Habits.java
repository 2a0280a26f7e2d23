package dev.sshpulse.packed.peers;

/**
 * What a client does of itself, whatever it is asked to do.
 *
 * @param identification how its own begins, until its version
 * @param asksFirst whether it asks if a key would do, before it signs: that is no attempt
 * @param goodbye the code of SSH_MSG_DISCONNECT (RFC 4253 section 11.1) that it leaves with; null
 *     if it just leaves
 * @param goodbyeWhenRefused likewise, when it was not let in
 */
record Habits(
    String identification, boolean asksFirst, Integer goodbye, Integer goodbyeWhenRefused) {
  private static final int KEY_EXCHANGE_FAILED = 3;
  private static final int BY_APPLICATION = 11;

  /** It leaves without a word. */
  static Habits silent(String identification, boolean asksFirst) {
    return new Habits(identification, asksFirst, null, null);
  }

  /** It leaves with a word, also when it was not let in. */
  static Habits polite(String identification, boolean asksFirst) {
    return new Habits(identification, asksFirst, BY_APPLICATION, BY_APPLICATION);
  }

  /** It leaves without a word and, when it was not let in, with one that means something else. */
  static Habits wronglyReasoned(String identification) {
    return new Habits(identification, true, null, KEY_EXCHANGE_FAILED);
  }

  /** It leaves with a word, unless it was not let in. */
  static Habits offended(String identification, boolean asksFirst) {
    return new Habits(identification, asksFirst, BY_APPLICATION, null);
  }
}
