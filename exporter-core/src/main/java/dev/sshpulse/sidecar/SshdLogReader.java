package dev.sshpulse.sidecar;

import dev.sshpulse.host.LineSource;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.sshd.SshdEvent;
import dev.sshpulse.sshd.SshdLog;
import java.io.Closeable;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** sshd's words, wherever they are written to. For one thread at a time. */
final class SshdLogReader implements Closeable {
  private static final String JOURNAL = "journal";

  /** A log that is written faster than it is read must not keep us from looking. */
  private static final int MOST_AT_ONCE = 16;

  private static final String STANDARD_INPUT = "-";

  private final LineSource lines;
  private final Faults faults;
  private final SshdLog log = new SshdLog();
  private long passedOver;

  private SshdLogReader(LineSource lines, Faults faults) {
    this.lines = lines;
    this.faults = faults;
  }

  /**
   * Opens what a setting names.
   *
   * @param where a file, {@code journal}, or {@code -}; empty: nothing is read
   * @param state where to keep how far it was read; empty: nowhere
   * @param input what {@code -} stands for
   */
  static @Nullable SshdLogReader open(
      String where, String state, InputStream input, Faults faults) {
    Path kept = state.isEmpty() ? null : Path.of(state);
    return switch (where) {
      case "" -> null;
      case JOURNAL -> new SshdLogReader(LineSource.ofJournal(kept), faults);
      case STANDARD_INPUT -> new SshdLogReader(LineSource.ofStream(input), faults);
      default -> new SshdLogReader(LineSource.ofFile(Path.of(where), kept), faults);
    };
  }

  /** Hands over what has been written since the last call; never waits. */
  void poll(Consumer<SshdEvent> hearer) {
    read(hearer);
    for (; passedOver < lines.passedOver(); passedOver++) {
      faults.dropped(Faults.What.LINE);
    }
  }

  private void read(Consumer<SshdEvent> hearer) {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      if (!lines.poll(line -> read(line, hearer))) {
        return;
      }
    }
  }

  private void read(byte[] line, Consumer<SshdEvent> hearer) {
    SshdEvent event = log.read(line);
    if (event != null) {
      hearer.accept(event);
    }
  }

  /** How it fares. */
  SourceStatus status() {
    return lines.status();
  }

  @Override
  public void close() {
    lines.close();
  }
}
