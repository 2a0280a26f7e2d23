package dev.sshpulse.conversations;

import org.jspecify.annotations.Nullable;

/**
 * One SSH message, as far as it matters here. Passwords, keys and data are never read.
 *
 * @param number its number (RFC 4250 section 4.1.2)
 * @param sent whether this side sent it
 * @param name of the authentication method, channel type, channel request or global request; empty
 *     where the message has none
 * @param flag what the message asks or grants, by its number: a public key with its signature and
 *     not a mere query (50), partial success (51), an answer is wanted (80, 98)
 * @param channel the recipient's channel (91 to 100), the sender's for an open (90)
 * @param value the sender's channel in a confirmation (91), an exit status (98), the reason of a
 *     disconnect (1)
 * @param detail who wants in (50), or what to run (98); null unless wanted
 */
record Message(
    int number,
    boolean sent,
    String name,
    boolean flag,
    int channel,
    int value,
    @Nullable String detail) {

  static final int DISCONNECT = 1;
  static final int IGNORE = 2;
  static final int UNIMPLEMENTED = 3;
  static final int KEXINIT = 20;
  static final int NEWKEYS = 21;
  static final int USERAUTH_REQUEST = 50;
  static final int USERAUTH_FAILURE = 51;
  static final int USERAUTH_SUCCESS = 52;
  static final int GLOBAL_REQUEST = 80;
  static final int REQUEST_SUCCESS = 81;
  static final int REQUEST_FAILURE = 82;
  static final int CHANNEL_OPEN = 90;
  static final int CHANNEL_OPEN_CONFIRMATION = 91;
  static final int CHANNEL_OPEN_FAILURE = 92;
  static final int CHANNEL_EOF = 96;
  static final int CHANNEL_CLOSE = 97;
  static final int CHANNEL_REQUEST = 98;

  /** Global requests of the peer's matter to nobody here. */
  boolean matters() {
    return number != GLOBAL_REQUEST || sent;
  }

  static Message plain(int number, boolean sent) {
    return new Message(number, sent, "", false, 0, 0, null);
  }

  static Message named(int number, boolean sent, String name, boolean flag) {
    return new Message(number, sent, name, flag, 0, 0, null);
  }

  static Message onChannel(int number, boolean sent, int channel, int value) {
    return new Message(number, sent, "", false, channel, value, null);
  }
}
