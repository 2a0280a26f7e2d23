package dev.sshpulse.host;

import dev.sshpulse.model.SourceStatus;
import java.io.Closeable;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a log, as they come. What was there before the first start is left out; with a state
 * file a later start goes on where the one before it stopped. For one thread at a time, which never
 * waits here.
 *
 * <p>Lines are handed over without their line feed. Those longer than sshd writes any are passed
 * over and counted, in bounded memory.
 */
public interface LineSource extends Closeable {

  /** The value of the label {@code source}. */
  String NAME = "sshd_log";

  /**
   * Hands over what has come, a few megabytes at most, and then keeps the position: a process that
   * is killed in between has handed over what nobody saw.
   *
   * @return whether there is more already
   */
  boolean poll(Consumer<byte[]> lines);

  /** How it fares; of the last {@link #poll}. */
  SourceStatus status();

  /** Lines that were too long or no entries of the journal, so far. */
  long passedOver();

  @Override
  void close();

  /**
   * A file, which may not exist yet, and may be rotated in either way.
   *
   * @param state where to keep the position; null for nowhere
   */
  static LineSource ofFile(Path file, @Nullable Path state) {
    return new FollowedFile(file, KeptPosition.in(state), System::nanoTime);
  }

  /**
   * What sshd wrote to systemd's journal, by its program {@code journalctl}.
   *
   * @param state where to keep the position; null for nowhere
   */
  static LineSource ofJournal(@Nullable Path state) {
    return new Journal(List.of("journalctl"), KeptPosition.in(state), System::nanoTime);
  }

  /** Plain lines, or what {@code journalctl -o json} prints: by the first byte. */
  static LineSource ofStream(InputStream in) {
    return new StreamOfLines(in);
  }
}
