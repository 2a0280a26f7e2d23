package dev.sshpulse.host;

import java.nio.ByteBuffer;

/** The head of a netlink message, in the byte order of the host: the kernel's {@code netlink.h}. */
final class Netlink {
  static final int HEADER_BYTES = 16;

  static final short ERROR = 2;
  static final short DONE = 3;
  static final short SOCK_DIAG_BY_FAMILY = 20;

  /** The table changed while it was read: something may be missing. */
  static final int DUMP_INTERRUPTED = 0x10;

  private static final int TYPE_AT = 4;
  private static final int FLAGS_AT = 6;
  private static final int SEQUENCE_AT = 8;
  private static final int SENDER_AT = 12;
  private static final int ALIGNMENT = 4;

  private Netlink() {}

  /** Writes the head of the one message that fills a buffer up to its limit. */
  static void writeHeader(ByteBuffer buffer, short type, short flags, int sequence) {
    buffer.putInt(0, buffer.limit());
    buffer.putShort(TYPE_AT, type);
    buffer.putShort(FLAGS_AT, flags);
    buffer.putInt(SEQUENCE_AT, sequence);
    buffer.putInt(SENDER_AT, 0);
  }

  static int length(ByteBuffer buffer, int at) {
    return buffer.getInt(at);
  }

  static short type(ByteBuffer buffer, int at) {
    return buffer.getShort(at + TYPE_AT);
  }

  static int flags(ByteBuffer buffer, int at) {
    return Short.toUnsignedInt(buffer.getShort(at + FLAGS_AT));
  }

  static int sequence(ByteBuffer buffer, int at) {
    return buffer.getInt(at + SEQUENCE_AT);
  }

  /** Messages and attributes begin at multiples of four. */
  static int aligned(int length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
