package dev.sshpulse.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a log's older lines are: in files beside it whose names are its name and numbers, as
 * logrotate leaves them ({@code auth.log.1}, {@code auth.log-20261123}). Compressed ones are not
 * looked into.
 */
final class Rotation {
  private final Path file;

  Rotation(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** A file beside it, and when it was last written. */
  private record Sibling(Path path, FileId id, long size, FileTime written) {}

  /**
   * The file of this position, under whatever name, opened there: the same file, else a copy of it.
   *
   * @return null if there is none
   */
  @Nullable LogFile find(Position position) throws IOException {
    List<Sibling> all = all();
    for (Sibling sibling : all) {
      if (sibling.id.equals(position.file())) {
        LogFile same = at(position, sibling);
        if (same != null) {
          return same;
        }
      }
    }
    for (Sibling sibling : position.offset() == 0 ? List.<Sibling>of() : all) {
      LogFile copy = at(position, sibling);
      if (copy != null) {
        return copy;
      }
    }
    return null;
  }

  private static @Nullable LogFile at(Position position, Sibling sibling) throws IOException {
    LogFile opened = sibling.size < position.offset() ? null : open(sibling, position.offset());
    if (opened == null || opened.holds(position)) {
      return opened;
    }
    opened.close();
    return null;
  }

  /** Null if it may not be read, or has gone: others may be there. */
  private static @Nullable LogFile open(Sibling sibling, long offset) throws IOException {
    try {
      return LogFile.open(sibling.path, offset);
    } catch (AccessDeniedException | NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Older files written to since this time, but for those known, opened at their beginning; the
   * last written comes last.
   */
  List<LogFile> since(FileTime time, Set<FileId> known) throws IOException {
    List<Sibling> all = new ArrayList<>(all());
    all.removeIf(
        sibling ->
            sibling.path.equals(file)
                || sibling.written.compareTo(time) < 0
                || known.contains(sibling.id));
    all.sort(Comparator.comparing(Sibling::written));
    List<LogFile> opened = new ArrayList<>();
    for (Sibling sibling : all) {
      LogFile log = open(sibling, 0);
      if (log != null) {
        opened.add(log);
      }
    }
    return opened;
  }

  /** When the file with this number was last written; null if it is not here. */
  @Nullable FileTime written(FileId id) throws IOException {
    for (Sibling sibling : all()) {
      if (sibling.id.equals(id)) {
        return sibling.written;
      }
    }
    return null;
  }

  /** The file itself is first, where it exists. */
  private List<Sibling> all() throws IOException {
    List<Sibling> all = new ArrayList<>();
    add(file, all);
    Path directory = file.getParent();
    if (directory == null) {
      return all;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, this::isRotated)) {
      for (Path entry : entries) {
        add(entry, all);
      }
    } catch (AccessDeniedException e) {
      return all; // the log itself may still be read
    }
    return all;
  }

  private static void add(Path path, List<Sibling> all) throws IOException {
    try {
      if (Files.isRegularFile(path)) {
        FileTime written = Files.getLastModifiedTime(path);
        all.add(new Sibling(path, FileId.of(path), Files.size(path), written));
      }
    } catch (NoSuchFileException e) {
      return; // gone since it was listed
    }
  }

  private boolean isRotated(Path entry) {
    String base = String.valueOf(file.getFileName());
    String name = String.valueOf(entry.getFileName());
    return name.length() > base.length() + 1
        && name.startsWith(base)
        && "._-".indexOf(name.charAt(base.length())) >= 0
        && name.chars().skip(base.length()).allMatch(Rotation::isOfNumbers);
  }

  private static boolean isOfNumbers(int c) {
    return (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
  }
}
