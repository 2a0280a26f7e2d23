package dev.sshpulse.host;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way from a stream, which a thread of its own waits for, to whoever polls. Where
 * nobody polls, the stream is not read on.
 */
final class LineQueue {
  private static final int MOST_WAITING = 1024;
  private static final int MOST_AT_ONCE = 10_000;
  private static final int BUFFER = 1 << 14;

  /** An entry of the journal has all its fields in one line. */
  private static final int LONGEST_ENTRY = 1 << 17;

  private final BlockingQueue<JournalEntry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong passedOver = new AtomicLong();
  private volatile @Nullable String cursor;

  /** What stops the reading thread. */
  static final class Stopped extends RuntimeException {
    Stopped() {
      super("the reader was closed", null, false, false);
    }
  }

  /**
   * Reads to the end of the stream, waiting where it has nothing, or nobody takes what it has.
   *
   * @param json whether each line is an entry of the journal; null to see by the first byte
   */
  void fill(InputStream in, @Nullable Boolean json) throws IOException {
    LineSplitter splitter = new LineSplitter(LONGEST_ENTRY);
    byte[] buffer = new byte[BUFFER];
    Consumer<byte[]> lines = json == null ? null : consumer(json);
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      if (lines == null && count > 0) {
        lines = consumer(buffer[0] == '{');
      }
      long before = splitter.passedOver();
      if (lines != null) {
        splitter.accept(buffer, count, lines);
      }
      passedOver.addAndGet(splitter.passedOver() - before);
    }
  }

  private Consumer<byte[]> consumer(boolean json) {
    return json ? this::entry : this::line;
  }

  private void line(byte[] line) {
    if (line.length > LogFile.LONGEST_LINE) {
      passedOver.incrementAndGet();
    } else {
      put(new JournalEntry(line, null));
    }
  }

  private void entry(byte[] line) {
    try {
      JournalEntry entry = JournalEntry.of(line);
      put(entry);
      cursor = entry.cursor() == null ? cursor : entry.cursor();
    } catch (IOException e) {
      passedOver.incrementAndGet();
    }
  }

  private void put(JournalEntry entry) {
    try {
      waiting.put(entry);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }

  /** Of the last entry that was put in; null if there was none. */
  @Nullable String cursor() {
    return cursor;
  }

  /** What waits; null for nothing. */
  @Nullable JournalEntry poll() {
    return waiting.poll();
  }

  /** How many to take before others have their turn. */
  static int most() {
    return MOST_AT_ONCE;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  long passedOver() {
    return passedOver.get();
  }
}
