package dev.sshpulse.cli.jvms;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What HotSpot writes into {@code /tmp/hsperfdata_<user>/<pid>}, for its own user to read: the
 * texts of it. The layout is of {@code perfMemory.hpp} and {@code perfData.hpp} in OpenJDK.
 */
final class PerfData {
  private static final int MAGIC = 0xcafec0c0;
  private static final int LITTLE_ENDIAN = 1;
  private static final int ENTRY_OFFSET = 24;
  private static final int MORE_THAN_THE_FILE = 1 << 24;

  private final Map<String, String> texts = new HashMap<>();

  private PerfData() {}

  /**
   * Reads it.
   *
   * @throws IOException if it is not there, not readable, or of another layout
   */
  static PerfData read(Path file) throws IOException {
    if (Files.size(file) > MORE_THAN_THE_FILE) {
      throw new IOException("not HotSpot's: " + file);
    }
    PerfData data = new PerfData();
    try {
      data.parse(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (RuntimeException e) {
      throw new IOException("not HotSpot's: " + file, e);
    }
    return data;
  }

  /** The text of this name; empty where there is none. */
  String text(String name) {
    return texts.getOrDefault(name, "");
  }

  private void parse(ByteBuffer bytes) {
    if (bytes.getInt(0) != MAGIC) {
      throw new IllegalArgumentException("no magic number");
    }
    bytes.order(bytes.get(4) == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = bytes.getInt(ENTRY_OFFSET);
    for (int left = bytes.getInt(ENTRY_OFFSET + 4); left > 0; left--) {
      entry(bytes, at);
      int length = bytes.getInt(at);
      if (length <= 0) {
        throw new IllegalArgumentException("an entry without a length");
      }
      at += length;
    }
  }

  /** Length, offset of the name, length of the vector, type, flags, unit, variability, offset. */
  private void entry(ByteBuffer bytes, int at) {
    int length = bytes.getInt(at + 8);
    if (bytes.get(at + 12) == 'B' && length > 0) {
      texts.put(
          text(bytes, at + bytes.getInt(at + 4), bytes.capacity()),
          text(bytes, at + bytes.getInt(at + 16), length));
    }
  }

  private static String text(ByteBuffer bytes, int from, int most) {
    int end = from;
    while (end < bytes.capacity() && end - from < most && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - from];
    bytes.get(from, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
