package dev.sshpulse.host;

import java.nio.ByteBuffer;

/**
 * Where {@link TcpInfo} stands in {@code struct tcp_info} of the kernel's {@code linux/tcp.h}. The
 * struct grows at its end from one kernel to the next.
 */
final class TcpInfoBytes {
  /** The first version of the struct, up to what all kernels have. */
  static final int FEWEST = 104;

  private static final int RETRANSMITS_AT = 2;
  private static final int PROBES_AT = 3;
  private static final int UNACKED_AT = 24;
  private static final int LOST_AT = 32;
  private static final int LAST_DATA_SENT_AT = 44;
  private static final int LAST_DATA_RECEIVED_AT = 52;
  private static final int LAST_ACK_RECEIVED_AT = 56;
  private static final int RTT_AT = 68;
  private static final int RTT_VARIANCE_AT = 72;
  private static final int TOTAL_RETRANSMITS_AT = 100;
  private static final int BYTES_ACKED_AT = 120;
  private static final int BYTES_RECEIVED_AT = 128;
  private static final int BYTES_SENT_AT = 200;
  private static final int BYTES_RETRANSMITTED_AT = 208;

  private TcpInfoBytes() {}

  /** Timeouts of the retransmission timer since the peer last acknowledged. */
  static int retransmits(ByteBuffer buffer, int at) {
    return Byte.toUnsignedInt(buffer.get(at + RETRANSMITS_AT));
  }

  /** Probes since the peer last answered one. */
  static int probes(ByteBuffer buffer, int at) {
    return Byte.toUnsignedInt(buffer.get(at + PROBES_AT));
  }

  /**
   * Reads the struct.
   *
   * @param bytes of it, {@link #FEWEST} or more
   */
  static TcpInfo read(ByteBuffer buffer, int at, int bytes) {
    return new TcpInfo(
        number(buffer, at + RTT_AT),
        number(buffer, at + RTT_VARIANCE_AT),
        number(buffer, at + UNACKED_AT),
        number(buffer, at + LOST_AT),
        number(buffer, at + TOTAL_RETRANSMITS_AT),
        number(buffer, at + LAST_DATA_SENT_AT),
        number(buffer, at + LAST_DATA_RECEIVED_AT),
        number(buffer, at + LAST_ACK_RECEIVED_AT),
        total(buffer, at, BYTES_ACKED_AT, bytes),
        total(buffer, at, BYTES_RECEIVED_AT, bytes),
        total(buffer, at, BYTES_SENT_AT, bytes),
        total(buffer, at, BYTES_RETRANSMITTED_AT, bytes));
  }

  private static long number(ByteBuffer buffer, int at) {
    return Integer.toUnsignedLong(buffer.getInt(at));
  }

  private static long total(ByteBuffer buffer, int at, int field, int bytes) {
    return field + Long.BYTES <= bytes ? buffer.getLong(at + field) : 0;
  }
}
