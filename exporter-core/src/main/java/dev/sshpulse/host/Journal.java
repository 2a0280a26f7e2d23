package dev.sshpulse.host;

import dev.sshpulse.host.KeptPosition.Kept;
import dev.sshpulse.model.SourceStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The journal of systemd, which its own program reads; that one is started again when it ends. */
final class Journal implements LineSource {
  private static final String LOG = "journal";
  private static final Duration BETWEEN_READINGS = Duration.ofMillis(200);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final int LONGEST_COMPLAINT = 300;

  /** What it says where it may not read all, or finds nothing to read, and goes on nevertheless. */
  private static final List<String> FORBIDDEN =
      List.of("not seeing messages", "insufficient permissions", "No journal files");

  private final List<String> program;
  private final KeptPosition kept;
  private final LongSupplier nanos;
  private final LineQueue queue = new LineQueue();
  private final Thread thread;
  private final Instant begun = Instant.now();
  private final @Nullable String keptCursor;

  private volatile @Nullable Process process;
  private volatile String fault = "not started yet";
  private volatile String complaint = "";
  private volatile String forbidden = "";
  private volatile boolean answered;
  private volatile boolean closed;
  private volatile Duration took = Duration.ZERO;
  private long lastReading;

  /**
   * @param program its name, and what it is always called with
   * @param kept where the position is kept
   * @param nanos a clock
   */
  Journal(List<String> program, KeptPosition kept, LongSupplier nanos) {
    this.program = program;
    this.kept = kept;
    this.nanos = nanos;
    this.lastReading = nanos.getAsLong() - BETWEEN_READINGS.toNanos();
    Kept found = kept.read(LOG);
    keptCursor = found == null ? null : found.cursor();
    thread = new Thread(this::run, "sshpulse-log");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      for (boolean first = true; !closed; first = false) {
        boolean useful = follow(first);
        pause = useful ? FIRST_PAUSE : pause;
        Thread.sleep(pause.toMillis());
        pause = useful ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    } catch (InterruptedException | LineQueue.Stopped e) {
      fault = "closed";
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Runs its program to the end; returns whether it told anything. */
  private boolean follow(boolean first) throws InterruptedException {
    String before = queue.cursor();
    run(
        first && keptCursor == null
            ? List.of("--follow", "--lines=0")
            : List.of("--follow", "--no-tail", where()));
    return !Objects.equals(before, queue.cursor());
  }

  /** Where the next entry is. */
  private String where() {
    String queued = queue.cursor();
    String cursor = queued == null ? keptCursor : queued;
    return cursor == null ? "--since=@" + begun.getEpochSecond() : "--after-cursor=" + cursor;
  }

  private void run(List<String> options) throws InterruptedException {
    try {
      if (!isProven()) {
        ask();
      }
      Process started = start(command("json", options));
      listen(started.getErrorStream());
      fault = "";
      queue.fill(started.getInputStream(), true);
      fault = ended(started.waitFor());
    } catch (IOException e) {
      fault =
          program.get(0)
              + " cannot be run, set sidecar.sshd-log to a file instead: "
              + e.getMessage();
    } finally {
      end();
    }
  }

  /** As for people: where it prints JSON, its program does not say what it may not read. */
  private void ask() throws IOException, InterruptedException {
    forbidden = "";
    Process asked = start(command("short", List.of("--lines=1")));
    Thread listener = listen(asked.getErrorStream());
    try (InputStream answer = asked.getInputStream()) {
      answered = answer.read() >= 0;
      answer.transferTo(OutputStream.nullOutputStream());
    }
    listener.join();
    asked.waitFor();
  }

  /** Whether something has been read, or its program has said that there is nothing. */
  private boolean isProven() {
    return queue.cursor() != null || (answered && forbidden.isEmpty());
  }

  private Process start(List<String> command) throws IOException {
    Process started = new ProcessBuilder(command).start();
    process = started;
    if (closed) {
      started.destroy();
    }
    started.getOutputStream().close();
    return started;
  }

  private List<String> command(String output, List<String> options) {
    List<String> command = new ArrayList<>(program);
    // Unless it merges journals, following leaves out what was written before the last boot, and
    // one entry more after a cursor from there.
    command.addAll(List.of("--output=" + output, "--no-pager", "--merge"));
    JournalEntry.PROGRAMS.forEach(name -> command.add("--identifier=" + name));
    command.addAll(options);
    return command;
  }

  private String ended(int code) {
    String said = complaint.isEmpty() ? "" : ", it says: " + complaint;
    return program.get(0) + " ended with " + code + said + "; it is started again in a while";
  }

  /** Keeps the last line it complains in, and any that says what it may not read. */
  private Thread listen(InputStream errors) {
    Thread listener = new Thread(() -> complaints(errors), "sshpulse-log-errors");
    listener.setDaemon(true);
    listener.start();
    return listener;
  }

  private void complaints(InputStream errors) {
    LineSplitter splitter = new LineSplitter(LONGEST_COMPLAINT);
    byte[] buffer = new byte[LONGEST_COMPLAINT];
    try (errors) {
      for (int count = errors.read(buffer); count >= 0; count = errors.read(buffer)) {
        splitter.accept(buffer, count, line -> complained(printable(line)));
      }
    } catch (IOException e) {
      complaint = "its errors cannot be read: " + e.getMessage();
    }
  }

  private void complained(String line) {
    complaint = line;
    if (FORBIDDEN.stream().anyMatch(line::contains)) {
      forbidden = line;
    }
  }

  private static String printable(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void end() {
    Process running = process;
    if (running != null) {
      running.destroy();
    }
  }

  @Override
  public boolean poll(Consumer<byte[]> lines) {
    long from = nanos.getAsLong();
    if (kept.isKept() && from - lastReading < BETWEEN_READINGS.toNanos()) {
      return false;
    }
    lastReading = from;
    String cursor = take(lines);
    if (cursor != null) {
      kept.write(new Kept(LOG, cursor, List.of()));
    }
    took = Duration.ofNanos(nanos.getAsLong() - from);
    return !queue.isEmpty();
  }

  private @Nullable String take(Consumer<byte[]> lines) {
    String cursor = null;
    for (int i = 0; i < LineQueue.most(); i++) {
      JournalEntry entry = queue.poll();
      if (entry == null) {
        break;
      }
      byte[] line = entry.line();
      if (line != null) {
        lines.accept(line);
      }
      cursor = entry.cursor() == null ? cursor : entry.cursor();
    }
    return cursor;
  }

  @Override
  public SourceStatus status() {
    if (!fault.isEmpty()) {
      return new SourceStatus(NAME, false, fault, took);
    }
    if (!isProven()) {
      return new SourceStatus(NAME, false, unproven(), took);
    }
    String said = complaint.isEmpty() ? "" : "; journalctl says: " + complaint;
    String position = kept.fault().isEmpty() ? "" : "; " + kept.fault();
    return new SourceStatus(NAME, true, "reads the journal" + said + position, took);
  }

  private String unproven() {
    return forbidden.isEmpty()
        ? "nothing has come from the journal yet, nor any word that there is nothing"
        : "journalctl says: "
            + forbidden
            + " (give this process the group systemd-journal, and the journal's files, or set"
            + " sidecar.sshd-log to a file)";
  }

  @Override
  public long passedOver() {
    return queue.passedOver();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    end();
  }
}
