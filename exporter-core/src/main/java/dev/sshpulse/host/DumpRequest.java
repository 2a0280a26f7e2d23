package dev.sshpulse.host;

import java.nio.ByteBuffer;

/**
 * Asks the kernel for all TCP sockets of one family: {@code struct inet_diag_req_v2} of the
 * kernel's {@code linux/inet_diag.h}, with a program of {@code INET_DIAG_REQ_BYTECODE} behind it
 * that leaves out all but those with a wanted port at either end.
 *
 * <p>Each instruction of the program tests one thing and says how many bytes further the next one
 * is, if it holds and if it does not. A socket is taken where the program ends at its end, and left
 * out where it jumps four bytes beyond.
 */
final class DumpRequest {
  /** More ranges make a program of many kilobytes; without one, what comes is sifted here. */
  static final int MOST_RANGES = 500;

  private static final short DUMP_REQUEST = 0x301; // NLM_F_REQUEST, NLM_F_DUMP
  private static final byte TCP = 6;
  private static final byte EXTENSIONS = 1 << (DiagSocket.INFO - 1) | 1 << (DiagSocket.MEMORY - 1);

  /** The codes 1 to 12; the kernel's 13th is a socket that is bound and does not listen. */
  private static final int ALL_STATES = 0x1ffe;

  private static final int SOCKET_ID_BYTES = 48;
  private static final short BYTECODE = 1;
  private static final int ATTRIBUTE_HEADER_BYTES = 4;

  private static final byte JUMP = 1;
  private static final byte LOCAL_AT_LEAST = 2;
  private static final byte LOCAL_AT_MOST = 3;
  private static final byte PEER_AT_LEAST = 4;
  private static final byte PEER_AT_MOST = 5;

  private static final int JUMP_BYTES = 4;
  private static final int COMPARE_BYTES = 8;
  private static final int TEST_BYTES = 2 * COMPARE_BYTES + JUMP_BYTES;
  private static final int BEYOND = 4;

  private DumpRequest() {}

  /**
   * Writes a request to the beginning of a buffer, which ends with it.
   *
   * @param family {@link DiagSocket#IPV4} or {@link DiagSocket#IPV6}
   * @param sequence comes back with each message of the answer
   */
  static void write(ByteBuffer buffer, int family, int sequence, Ports ports) {
    buffer.clear().position(Netlink.HEADER_BYTES);
    buffer.put((byte) family).put(TCP).put(EXTENSIONS).put((byte) 0).putInt(ALL_STATES);
    buffer.put(new byte[SOCKET_ID_BYTES]);
    if (!ports.isEmpty() && ports.ranges() <= MOST_RANGES) {
      writeFilter(buffer, ports);
    }
    buffer.flip();
    Netlink.writeHeader(buffer, Netlink.SOCK_DIAG_BY_FAMILY, DUMP_REQUEST, sequence);
  }

  private static void writeFilter(ByteBuffer buffer, Ports ports) {
    int length = 2 * ports.ranges() * TEST_BYTES - JUMP_BYTES; // the last test needs no jump
    buffer.putShort((short) (ATTRIBUTE_HEADER_BYTES + length)).putShort(BYTECODE);
    int left = length;
    for (int i = 0; i < ports.ranges(); i++) {
      left = writeTest(buffer, LOCAL_AT_LEAST, LOCAL_AT_MOST, ports, i, left);
      left = writeTest(buffer, PEER_AT_LEAST, PEER_AT_MOST, ports, i, left);
    }
  }

  /** A port within a range goes to the end of the program, any other to the next test. */
  private static int writeTest(
      ByteBuffer buffer, byte atLeast, byte atMost, Ports ports, int range, int left) {
    boolean last = left < TEST_BYTES;
    int afterFirst = left - COMPARE_BYTES;
    int afterBoth = afterFirst - COMPARE_BYTES;
    writeCompare(buffer, atLeast, last ? left + BEYOND : TEST_BYTES, ports.first(range));
    writeCompare(
        buffer, atMost, last ? afterFirst + BEYOND : TEST_BYTES - COMPARE_BYTES, ports.last(range));
    if (!last) {
      writeInstruction(buffer, JUMP, JUMP_BYTES, afterBoth);
    }
    return afterBoth - JUMP_BYTES;
  }

  private static void writeCompare(ByteBuffer buffer, byte code, int otherwise, int port) {
    writeInstruction(buffer, code, COMPARE_BYTES, otherwise);
    writeInstruction(buffer, (byte) 0, 0, port);
  }

  /** {@code struct inet_diag_bc_op}; of an operand, only the last part is used. */
  private static void writeInstruction(ByteBuffer buffer, byte code, int then, int otherwise) {
    buffer.put(code).put((byte) then).putShort((short) otherwise);
  }
}
