package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Netlink messages, made byte by byte or recorded from a kernel; all of little endian. */
final class Datagram {
  static final short SOCKET = 20;
  static final int SEQUENCE = 7;

  private static final Path RECORDED = Path.of("src/test/resources/netlink/linux-6.18.hex");
  private static final int MOST_BYTES = 65536;

  private final ByteBuffer bytes = empty(MOST_BYTES);
  private int message;

  /**
   * What Linux 6.18 sent: lines 0 and 1 answer for IPv4, 2 and 3 for IPv6, the others tell each of
   * a socket that has gone.
   */
  static ByteBuffer recorded(int line) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(Files.readAllLines(RECORDED, US_ASCII).get(line));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static ByteBuffer empty(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Begins another message. */
  Datagram message(int type, int flags, int sequence) {
    message = bytes.position();
    bytes.putInt(0).putShort((short) type).putShort((short) flags).putInt(sequence).putInt(0);
    return length();
  }

  /** Begins another message with a socket: ESTABLISHED, from port 22, to 40000, over IPv4. */
  Datagram socket() {
    return message(SOCKET, 2, SEQUENCE)
        .put(2, 1, 0, 0)
        .put(0, 22, 40000 >> 8, 40000 & 0xff)
        .put(192, 0, 2, 10)
        .put(new int[12])
        .put(198, 51, 100, 7)
        .put(new int[12 + 4])
        .put(new int[8 + 20]);
  }

  /** Changes a byte of the message's body. */
  Datagram with(int at, int... values) {
    for (int i = 0; i < values.length; i++) {
      bytes.put(message + 16 + at + i, (byte) values[i]);
    }
    return this;
  }

  /** Adds bytes to the message. */
  Datagram put(int... values) {
    for (int value : values) {
      bytes.put((byte) value);
    }
    return length();
  }

  /** Adds an attribute to the message. */
  Datagram attribute(int type, byte[] value) {
    bytes.putShort((short) (4 + value.length)).putShort((short) type).put(value);
    length();
    bytes.position(Netlink.aligned(bytes.position()));
    return this;
  }

  private Datagram length() {
    bytes.putInt(message, bytes.position() - message);
    return this;
  }

  ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
  }
}
