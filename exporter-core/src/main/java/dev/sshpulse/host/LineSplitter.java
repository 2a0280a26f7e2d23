package dev.sshpulse.host;

import java.util.Arrays;
import java.util.function.Consumer;

/** Parts bytes into lines, in bounded memory. */
final class LineSplitter {
  private final byte[] unfinished;
  private int length;
  private long unfinishedBytes;
  private boolean skipping;
  private boolean counted = true;
  private long passedOver;

  /**
   * @param longest line to hand over, in bytes
   */
  LineSplitter(int longest) {
    unfinished = new byte[longest];
  }

  /** Leaves out what comes until the next line begins: its beginning was not seen. */
  void skipRest() {
    skipping = true;
    counted = false;
  }

  void accept(byte[] bytes, int count, Consumer<byte[]> lines) {
    int from = 0;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        append(bytes, from, i);
        finish(lines);
        from = i + 1;
      }
    }
    append(bytes, from, count);
  }

  private void append(byte[] bytes, int from, int to) {
    int more = to - from;
    unfinishedBytes += more;
    skipping |= more > unfinished.length - length;
    if (!skipping) {
      System.arraycopy(bytes, from, unfinished, length, more);
      length += more;
    }
  }

  private void finish(Consumer<byte[]> lines) {
    byte[] line = skipping ? null : Arrays.copyOf(unfinished, length);
    passedOver += skipping && counted ? 1 : 0;
    skipping = false;
    counted = true;
    length = 0;
    unfinishedBytes = 0;
    if (line != null) {
      lines.accept(line);
    }
  }

  /** How many bytes of a line have come that has no end yet. */
  long unfinishedBytes() {
    return unfinishedBytes;
  }

  long passedOver() {
    return passedOver;
  }
}
