package dev.sshpulse.host;

import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a file of {@code /proc}, one after the other in the same buffer.
 *
 * <p>A line that does not fit the buffer, or that has no line feed (the file was cut short), is
 * passed over and counted.
 */
final class Lines {
  /** As much as {@link java.io.FileInputStream} reads without allocating, and 40 lines or more. */
  private static final int CAPACITY = 8192;

  private final byte[] buffer = new byte[CAPACITY];
  private InputStream in = InputStream.nullInputStream();
  private int from;
  private int to;
  private int filled;
  private boolean overlong;
  private long passedOver;

  /** Begins with another file; the caller closes it. */
  void over(InputStream file) {
    in = file;
    from = 0;
    to = -1;
    filled = 0;
    overlong = false;
  }

  /** Goes to the next line, if there is one. */
  boolean next() throws IOException {
    from = to + 1;
    to = from;
    while (findEnd()) {
      if (!overlong) {
        return true;
      }
      pass();
    }
    return false;
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where the line begins in the buffer. */
  int from() {
    return from;
  }

  /** Where its line feed stands. */
  int to() {
    return to;
  }

  /** Lines passed over so far, in all files. */
  long passedOver() {
    return passedOver;
  }

  private boolean findEnd() throws IOException {
    while (true) {
      for (; to < filled; to++) {
        if (buffer[to] == '\n') {
          return true;
        }
      }
      if (!fill()) {
        return false;
      }
    }
  }

  private boolean fill() throws IOException {
    makeRoom();
    int count = in.read(buffer, filled, CAPACITY - filled);
    if (count > 0) {
      filled += count;
      return true;
    }
    if (overlong || from < filled) {
      pass();
    }
    return false;
  }

  /** Moves the line's beginning to the front; gives it up where it fills the buffer. */
  private void makeRoom() {
    if (from == 0 && filled == CAPACITY) {
      overlong = true;
      from = filled;
    }
    System.arraycopy(buffer, from, buffer, 0, filled - from);
    filled -= from;
    to = filled;
    from = 0;
  }

  private void pass() {
    passedOver++;
    overlong = false;
    from = to + 1;
    to = from;
  }
}
