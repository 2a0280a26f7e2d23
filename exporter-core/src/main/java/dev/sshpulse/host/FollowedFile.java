package dev.sshpulse.host;

import dev.sshpulse.host.KeptPosition.Kept;
import dev.sshpulse.model.SourceStatus;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A log in a file. The file that bears the name is the last of those that are open; one that bore
 * it before stays open until nobody writes to it any more, for a logger goes on writing to a file
 * that was renamed until it is told.
 */
final class FollowedFile implements LineSource {

  /** As long as loggers may take to let go of a renamed file. */
  private static final Duration FAREWELL = Duration.ofSeconds(30);

  /** The state file is not written more often. */
  private static final Duration BETWEEN_READINGS = Duration.ofMillis(200);

  private static final long MOST_BYTES = 4 << 20;

  private final Path file;
  private final Rotation rotation;
  private final KeptPosition kept;
  private final LongSupplier nanos;

  private final Deque<Open> trail = new ArrayDeque<>();
  private @Nullable List<Position> goOnFrom;
  private boolean begun;
  private @Nullable Position end;
  private long lastReading;
  private long passedOver;
  private String lost = "";
  private SourceStatus status;

  /** A file of the trail, and since when it has not borne the name. */
  private static final class Open {
    final LogFile log;
    long left;
    boolean hasLeft;

    Open(LogFile log) {
      this.log = log;
    }
  }

  /**
   * @param kept where the position is kept
   * @param nanos a clock
   */
  FollowedFile(Path file, KeptPosition kept, LongSupplier nanos) {
    this.file = file.toAbsolutePath();
    this.rotation = new Rotation(file);
    this.kept = kept;
    this.nanos = nanos;
    this.lastReading = nanos.getAsLong() - BETWEEN_READINGS.toNanos();
    this.status = new SourceStatus(NAME, false, "not read yet", Duration.ZERO);
  }

  @Override
  public boolean poll(Consumer<byte[]> lines) {
    long from = nanos.getAsLong();
    if (kept.isKept() && from - lastReading < BETWEEN_READINGS.toNanos()) {
      return false;
    }
    lastReading = from;
    boolean more = false;
    String fault = "";
    try {
      fault = look();
      more = read(lines);
    } catch (IOException e) {
      fault = reason(e);
      comeAgain();
    }
    keep();
    status = status(fault, Duration.ofNanos(nanos.getAsLong() - from));
    return more;
  }

  /** Finds out which files are to be read; returns what is wrong with the one that has the name. */
  private String look() throws IOException {
    try {
      begin();
      follow();
      return "";
    } catch (NoSuchFileException e) {
      return file + " does not exist; it is read from its beginning when it appears";
    } catch (AccessDeniedException e) {
      return reason(e);
    }
  }

  /** At the end of the file or, where a position was kept, there. */
  private void begin() throws IOException {
    if (!begun) {
      Kept found = kept.read(file.toString());
      goOnFrom = found == null ? null : found.files();
      begun = true;
      if (goOnFrom == null && Files.exists(file)) {
        end = new Position(FileId.of(file), Files.size(file), "");
      }
    }
    List<Position> positions = goOnFrom;
    if (positions != null) {
      goOnFrom = null; // what fails half way is opened anew from what is open then
      goOn(positions);
    }
  }

  /** Opens what was open, and what has come into being since. */
  private void goOn(List<Position> positions) throws IOException {
    FileTime since = null;
    boolean missing = false;
    for (Position position : positions) {
      LogFile found = rotation.find(position);
      missing |= found == null;
      if (found != null) {
        trail.addLast(new Open(found));
        since = earlier(since, position);
      }
    }
    lost = missing ? "; what it was read from before is gone, lines may be missing" : "";
    addSince(since == null ? kept.written() : since, known());
  }

  /**
   * Since when files were written that hold unread lines. One of which nothing was read may have
   * been copied and emptied meanwhile, and its copy cannot be recognised by what was read.
   */
  private @Nullable FileTime earlier(@Nullable FileTime since, Position position)
      throws IOException {
    FileTime unread = position.offset() == 0 ? kept.written() : rotation.written(position.file());
    return unread == null || (since != null && since.compareTo(unread) <= 0) ? since : unread;
  }

  /** Opens rotated files that were never seen under the log's own name. */
  private void addSince(FileTime time, Set<FileId> known) throws IOException {
    for (LogFile later : rotation.since(time, known)) {
      trail.addLast(new Open(later));
    }
  }

  private void follow() throws IOException {
    FileId now = FileId.of(file);
    Open last = trail.peekLast();
    if (last != null && last.log.isBegunAnew()) {
      emptied(last);
    }
    Open newest = trail.peekLast();
    if (newest == null) {
      boolean old = end != null && end.file().equals(now);
      trail.addLast(new Open(LogFile.open(file, old && end != null ? end.offset() : 0)));
      end = null;
    } else if (!newest.log.id().equals(now)) {
      rotated(newest);
    }
  }

  /** Another file has the name: it is read when the old ones are. */
  private void rotated(Open newest) throws IOException {
    FileTime written = rotation.written(newest.log.id());
    Set<FileId> known = known();
    known.add(FileId.of(file));
    if (written != null) {
      addSince(written, known);
    }
    Open carrier = again(known);
    if (carrier == null) {
      trail.addLast(new Open(LogFile.open(file, 0)));
    }
  }

  /** The file of the name where it is open already, as the last one. */
  private @Nullable Open again(Set<FileId> known) throws IOException {
    FileId now = FileId.of(file);
    for (Open open : trail) {
      if (open.log.id().equals(now) && known.contains(now)) {
        trail.remove(open);
        trail.addLast(open);
        open.hasLeft = false;
        return open;
      }
    }
    return null;
  }

  /** It was copied and emptied: the rest of it is in the copy. */
  private void emptied(Open newest) throws IOException {
    Position read = newest.log.position();
    trail.removeLast();
    close(newest);
    LogFile copy = read.offset() == 0 ? null : rotation.find(read);
    if (copy != null) {
      trail.addLast(new Open(copy));
      FileTime written = rotation.written(copy.id());
      Set<FileId> known = known();
      known.add(read.file());
      addSince(written == null ? kept.written() : written, known);
    }
    LogFile anew = rotation.find(Position.beginningOf(read.file()));
    if (anew != null) {
      trail.addLast(new Open(anew));
    }
  }

  private Set<FileId> known() {
    Set<FileId> known = new HashSet<>();
    trail.forEach(open -> known.add(open.log.id()));
    return known;
  }

  private boolean read(Consumer<byte[]> lines) throws IOException {
    long left = MOST_BYTES;
    for (Open open : trail) {
      left -= left > 0 ? open.log.read(left, lines) : 0;
    }
    leave();
    return left <= 0;
  }

  private void leave() throws IOException {
    long now = nanos.getAsLong();
    for (Iterator<Open> all = trail.iterator(); all.hasNext(); ) {
      Open open = all.next();
      if (!all.hasNext()) {
        return;
      }
      open.left = open.hasLeft ? open.left : now;
      open.hasLeft = true;
      if (now - open.left >= FAREWELL.toNanos() && open.log.isAtEnd()) {
        all.remove();
        close(open);
      }
    }
  }

  private void close(Open open) throws IOException {
    passedOver += open.log.passedOver();
    open.log.close();
  }

  /** After a failed reading everything is opened anew, where it was. */
  private void comeAgain() {
    List<Position> positions = positions();
    closeAll();
    goOnFrom = positions.isEmpty() ? goOnFrom : positions;
  }

  private List<Position> positions() {
    List<Position> positions = new ArrayList<>();
    trail.forEach(open -> positions.add(open.log.position()));
    return positions;
  }

  private void keep() {
    if (!trail.isEmpty()) {
      kept.write(new Kept(file.toString(), null, positions()));
    }
  }

  private SourceStatus status(String fault, Duration took) {
    if (!fault.isEmpty()) {
      return new SourceStatus(NAME, false, fault, took);
    }
    String position = kept.fault().isEmpty() ? "" : "; " + kept.fault();
    return new SourceStatus(NAME, true, "reads " + file + lost + position, took);
  }

  private String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return file
          + " may not be read by this user: run the sidecar in the group that owns it, or set"
          + " sidecar.sshd-log to journal";
    }
    return file + " cannot be read: " + e.getMessage();
  }

  @Override
  public SourceStatus status() {
    return status;
  }

  @Override
  public long passedOver() {
    long open = trail.stream().mapToLong(each -> each.log.passedOver()).sum();
    return passedOver + open;
  }

  private void closeAll() {
    for (Open open : trail) {
      try {
        close(open);
      } catch (IOException e) {
        lost = "; a file could not be closed: " + e.getMessage();
      }
    }
    trail.clear();
  }

  @Override
  public void close() {
    closeAll();
  }
}
