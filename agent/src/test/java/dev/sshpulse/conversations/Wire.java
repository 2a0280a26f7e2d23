package dev.sshpulse.conversations;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds a message of RFC 4250 from the data types of RFC 4251. */
final class Wire {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static Wire message(int number) {
    return new Wire().octet(number);
  }

  Wire octet(int value) {
    bytes.write(value);
    return this;
  }

  Wire bool(boolean value) {
    return octet(value ? 1 : 0);
  }

  Wire uint32(int value) {
    return octet(value >>> 24).octet(value >>> 16).octet(value >>> 8).octet(value);
  }

  Wire text(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    uint32(encoded.length).bytes.writeBytes(encoded);
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** What our reader makes of it. */
  Message read(Messages reader, boolean sent) {
    return reader.read(bytes(), 0, bytes.size(), sent);
  }
}
