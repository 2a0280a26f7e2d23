package dev.sshpulse.conversations;

import java.nio.charset.StandardCharsets;

/**
 * The payload of one SSH packet (RFC 4253 section 6), read from a buffer of the library's: never
 * beyond its end, never kept. Data types are those of RFC 4251 section 5.
 */
final class Payload {
  /** Names that are compared are much shorter; what a peer may send is not. */
  private static final int LONGEST_TEXT = 256;

  private final byte[] bytes;
  private final int end;
  private int at;

  Payload(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.at = offset;
    this.end = Math.min(bytes.length, offset + length);
  }

  /** One byte, unsigned; 0 beyond the end. */
  int octet() {
    return at < end ? bytes[at++] & 0xff : 0;
  }

  boolean bool() {
    return octet() != 0;
  }

  /** A {@code uint32} as its 32 bits; what is beyond the end reads as zeros. */
  int uint32() {
    return octet() << 24 | octet() << 16 | octet() << 8 | octet();
  }

  /** A {@code string} that is text, cut where it is absurdly long. */
  String text() {
    int length = length();
    int kept = Math.min(length, LONGEST_TEXT);
    String text = new String(bytes, at, kept, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  void skipString() {
    int length = length();
    at += length;
  }

  /** No longer than what is left, whatever the peer claims. */
  private int length() {
    int claimed = uint32();
    int left = Math.max(0, end - at);
    return claimed < 0 ? left : Math.min(claimed, left);
  }
}
