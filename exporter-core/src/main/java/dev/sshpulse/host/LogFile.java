package dev.sshpulse.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** An open file of a log, and how far it was read; it stays the same file when it is renamed. */
final class LogFile implements Closeable {

  /** sshd writes a kilobyte at most; syslog puts less before it. */
  static final int LONGEST_LINE = 8192;

  /** Of a file of which nothing was read. */
  static final String FINGERPRINT_OF_NOTHING = HexFormat.of().formatHex(sha256().digest());

  private static final int BUFFER = 1 << 16;
  private static final int FINGERPRINT_BYTES = 256;
  private static final int MOST_TRIES = 5;

  private final FileId id;
  private final FileChannel channel;
  private final LineSplitter splitter = new LineSplitter(LONGEST_LINE);
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private long at;
  private Position read;

  private LogFile(FileId id, FileChannel channel, long offset) throws IOException {
    this.id = id;
    this.channel = channel;
    this.at = offset;
    if (offset > 0 && !endsLine(offset)) {
      splitter.skipRest();
    }
    read = new Position(id, offset, fingerprint(offset));
  }

  /**
   * Opens it at this offset, where a line begins; where none does, at the next one.
   *
   * @throws IOException if it may not be read, or is not a file with bytes of its own
   */
  static LogFile open(Path file, long offset) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + " is not a regular file");
    }
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      FileId before = FileId.of(file);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        if (before.equals(FileId.of(file))) {
          return new LogFile(before, channel, offset);
        }
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      channel.close();
    }
    throw new IOException(file + " is replaced all the time");
  }

  FileId id() {
    return id;
  }

  /** Hands over the lines that have come; returns how many bytes were read. */
  long read(long most, Consumer<byte[]> lines) throws IOException {
    long total = 0;
    while (total < most) {
      int count = channel.read(buffer.clear(), at);
      if (count <= 0) {
        break;
      }
      splitter.accept(buffer.array(), count, lines);
      at += count;
      total += count;
    }
    if (total > 0) {
      long offset = at - splitter.unfinishedBytes();
      read = new Position(id, offset, fingerprint(offset));
    }
    return total;
  }

  Position position() {
    return read;
  }

  boolean isAtEnd() throws IOException {
    return at >= channel.size();
  }

  /** Whether what was read is no longer what it holds: it was emptied and begun anew. */
  boolean isBegunAnew() throws IOException {
    return channel.size() < at || !holds(read);
  }

  /** Whether this is, or is a copy of, the file that was read so far. */
  boolean holds(Position position) throws IOException {
    return channel.size() >= position.offset()
        && fingerprint(position.offset()).equals(position.fingerprint());
  }

  long passedOver() {
    return splitter.passedOver();
  }

  private boolean endsLine(long offset) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.read(last, offset - 1) == 1 && last.get(0) == '\n';
  }

  /** Of its first bytes, which tell files apart, and of the last ones before the offset. */
  private String fingerprint(long offset) throws IOException {
    int length = (int) Math.min(FINGERPRINT_BYTES, offset);
    MessageDigest digest = sha256();
    digest.update(bytes(0, length));
    digest.update(bytes(offset - length, length));
    return HexFormat.of().formatHex(digest.digest());
  }

  private byte[] bytes(long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    int count = 0;
    while (count >= 0 && bytes.hasRemaining()) {
      count = channel.read(bytes, from + bytes.position());
    }
    return bytes.array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has it", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
