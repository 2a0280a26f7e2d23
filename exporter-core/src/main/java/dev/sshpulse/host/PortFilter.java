package dev.sshpulse.host;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A program for the kernel's packet filter (classic BPF, {@code linux/filter.h}) that lets only
 * those sockets through that have a wanted port at either end, or have lost their peer. Without it
 * a host with many short connections would fill the room for what waits to be received.
 */
final class PortFilter {
  /** The kernel takes about 2,500 instructions from an unprivileged process. */
  private static final int MOST_RANGES = 300;

  private static final int INSTRUCTION_BYTES = 8;
  private static final int INSTRUCTIONS_FOR_RANGE = 6;
  private static final int OTHER_INSTRUCTIONS = 7;

  /** Behind the head of the message and four bytes, in network byte order, as the filter reads. */
  private static final int LOCAL_PORT_AT = Netlink.HEADER_BYTES + 4;

  private static final int PEER_PORT_AT = LOCAL_PORT_AT + 2;

  private static final short LOAD_HALF_WORD = 0x28;
  private static final short IF_EQUAL = 0x15;
  private static final short IF_GREATER = 0x25;
  private static final short IF_AT_LEAST = 0x35;
  private static final short RETURN = 0x06;
  private static final int ALL_OF_IT = -1;
  private static final int NOTHING = 0;

  private final ByteBuffer program;

  private PortFilter(int ranges) {
    program =
        NetlinkSocket.direct(
            (ranges * INSTRUCTIONS_FOR_RANGE + OTHER_INSTRUCTIONS) * INSTRUCTION_BYTES);
  }

  /** The program, from its beginning to its limit; null where it would be too long. */
  static @Nullable ByteBuffer of(Ports ports) {
    return ports.ranges() > MOST_RANGES ? null : new PortFilter(ports.ranges()).write(ports);
  }

  private ByteBuffer write(Ports ports) {
    add(LOAD_HALF_WORD, 0, 0, LOCAL_PORT_AT);
    addRanges(ports);
    add(IF_EQUAL, 0, 1, 0);
    add(RETURN, 0, 0, NOTHING); // never bound
    add(LOAD_HALF_WORD, 0, 0, PEER_PORT_AT);
    add(IF_EQUAL, 0, 1, 0);
    add(RETURN, 0, 0, ALL_OF_IT);
    addRanges(ports);
    add(RETURN, 0, 0, NOTHING);
    return program.flip();
  }

  private void addRanges(Ports ports) {
    for (int i = 0; i < ports.ranges(); i++) {
      add(IF_AT_LEAST, 0, 2, ports.first(i));
      add(IF_GREATER, 1, 0, ports.last(i));
      add(RETURN, 0, 0, ALL_OF_IT);
    }
  }

  /** An instruction, with how many to skip where it holds and where it does not. */
  private void add(short code, int then, int otherwise, int operand) {
    program.putShort(code).put((byte) then).put((byte) otherwise).putInt(operand);
  }
}
