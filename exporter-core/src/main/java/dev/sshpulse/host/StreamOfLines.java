package dev.sshpulse.host;

import dev.sshpulse.model.SourceStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Consumer;

/** A log that somebody else writes to us. What it says is told once: no position is kept. */
final class StreamOfLines implements LineSource {
  private final LineQueue queue = new LineQueue();
  private final Thread thread;
  private volatile String fault = "";
  private volatile Duration took = Duration.ZERO;

  StreamOfLines(InputStream in) {
    thread = new Thread(() -> read(in), "sshpulse-log");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(InputStream in) {
    try {
      queue.fill(in, null);
      fault = "standard input has ended: whoever wrote the log to it has stopped";
    } catch (IOException e) {
      fault = "standard input cannot be read: " + e.getMessage();
    } catch (LineQueue.Stopped e) {
      fault = "closed";
    }
  }

  @Override
  public boolean poll(Consumer<byte[]> lines) {
    long from = System.nanoTime();
    for (int i = 0; i < LineQueue.most(); i++) {
      JournalEntry entry = queue.poll();
      if (entry == null) {
        break;
      }
      byte[] line = entry.line();
      if (line != null) {
        lines.accept(line);
      }
    }
    took = Duration.ofNanos(System.nanoTime() - from);
    return !queue.isEmpty();
  }

  @Override
  public SourceStatus status() {
    return fault.isEmpty()
        ? new SourceStatus(NAME, true, "reads standard input", took)
        : new SourceStatus(NAME, false, fault, took);
  }

  @Override
  public long passedOver() {
    return queue.passedOver();
  }

  @Override
  public void close() {
    thread.interrupt(); // one that waits for input ends with the process: it is a daemon
  }
}
