package dev.sshpulse.conversations;

import static dev.sshpulse.conversations.Message.CHANNEL_CLOSE;
import static dev.sshpulse.conversations.Message.CHANNEL_EOF;
import static dev.sshpulse.conversations.Message.CHANNEL_OPEN;
import static dev.sshpulse.conversations.Message.CHANNEL_OPEN_CONFIRMATION;
import static dev.sshpulse.conversations.Message.CHANNEL_OPEN_FAILURE;
import static dev.sshpulse.conversations.Message.CHANNEL_REQUEST;
import static dev.sshpulse.conversations.Message.DISCONNECT;
import static dev.sshpulse.conversations.Message.GLOBAL_REQUEST;
import static dev.sshpulse.conversations.Message.KEXINIT;
import static dev.sshpulse.conversations.Message.NEWKEYS;
import static dev.sshpulse.conversations.Message.REQUEST_FAILURE;
import static dev.sshpulse.conversations.Message.REQUEST_SUCCESS;
import static dev.sshpulse.conversations.Message.UNIMPLEMENTED;
import static dev.sshpulse.conversations.Message.USERAUTH_FAILURE;
import static dev.sshpulse.conversations.Message.USERAUTH_REQUEST;
import static dev.sshpulse.conversations.Message.USERAUTH_SUCCESS;

import org.jspecify.annotations.Nullable;

/** Reads the messages that matter, and passes over all others by their first byte. */
public final class Messages {
  private final boolean users;
  private final boolean commands;

  /**
   * A reader.
   *
   * @param users whether to keep who wants in
   * @param commands whether to keep what is to be run
   */
  public Messages(boolean users, boolean commands) {
    this.users = users;
    this.commands = commands;
  }

  /** Whether a message that begins with this byte matters: data, above all, does not. */
  public static boolean matter(byte number) {
    return switch (number) {
      case DISCONNECT,
          UNIMPLEMENTED,
          KEXINIT,
          NEWKEYS,
          USERAUTH_REQUEST,
          USERAUTH_FAILURE,
          USERAUTH_SUCCESS,
          GLOBAL_REQUEST,
          REQUEST_SUCCESS,
          REQUEST_FAILURE,
          CHANNEL_OPEN,
          CHANNEL_OPEN_CONFIRMATION,
          CHANNEL_OPEN_FAILURE,
          CHANNEL_EOF,
          CHANNEL_CLOSE,
          CHANNEL_REQUEST ->
          true;
      default -> false;
    };
  }

  /**
   * Whether more is known of a session when a message that begins with this byte passes: around a
   * key exchange or, if there is none, with the last word to a peer that speaks something else.
   */
  public static boolean callForDescription(byte number) {
    return number == KEXINIT || number == NEWKEYS || number == DISCONNECT;
  }

  /** The message; null where it does not matter. */
  @Nullable Message read(byte[] bytes, int offset, int length, boolean sent) {
    Payload payload = new Payload(bytes, offset, length);
    int number = payload.octet();
    return switch (number) {
      case KEXINIT, NEWKEYS, USERAUTH_SUCCESS, REQUEST_SUCCESS, REQUEST_FAILURE, UNIMPLEMENTED ->
          Message.plain(number, sent);
      case DISCONNECT -> Message.onChannel(number, sent, 0, payload.uint32());
      case USERAUTH_REQUEST -> login(payload, sent);
      case USERAUTH_FAILURE -> refusal(payload, sent);
      case GLOBAL_REQUEST -> Message.named(number, sent, payload.text(), payload.bool());
      case CHANNEL_OPEN -> open(payload, sent);
      case CHANNEL_OPEN_CONFIRMATION, CHANNEL_OPEN_FAILURE, CHANNEL_EOF, CHANNEL_CLOSE ->
          Message.onChannel(number, sent, payload.uint32(), payload.uint32());
      case CHANNEL_REQUEST -> request(payload, sent);
      default -> null;
    };
  }

  /**
   * RFC 4252 section 5: user, service, method; for a public key, whether it is signed. OpenSSH's
   * {@code publickey-hostbound-v00@openssh.com} begins like the RFC's.
   */
  private Message login(Payload payload, boolean sent) {
    String user = users ? payload.text() : skipped(payload);
    payload.skipString();
    String method = payload.text();
    boolean signed = !method.startsWith("publickey") || payload.bool();
    return new Message(USERAUTH_REQUEST, sent, method, signed, 0, 0, users ? user : null);
  }

  private static String skipped(Payload payload) {
    payload.skipString();
    return "";
  }

  /** RFC 4252 section 5.1: what can continue, and whether this was a partial success. */
  private static Message refusal(Payload payload, boolean sent) {
    payload.skipString();
    return Message.named(USERAUTH_FAILURE, sent, "", payload.bool());
  }

  private static Message open(Payload payload, boolean sent) {
    String type = payload.text();
    return new Message(CHANNEL_OPEN, sent, type, false, payload.uint32(), 0, null);
  }

  /** RFC 4254 section 5.4; what follows the flag is read for what is run, and what it returned. */
  private Message request(Payload payload, boolean sent) {
    int channel = payload.uint32();
    String name = payload.text();
    boolean wantsReply = payload.bool();
    int status = name.equals("exit-status") ? payload.uint32() : 0;
    boolean runs = name.equals("exec") || name.equals("subsystem");
    String detail = commands && runs ? payload.text() : null;
    return new Message(CHANNEL_REQUEST, sent, name, wantsReply, channel, status, detail);
  }
}
