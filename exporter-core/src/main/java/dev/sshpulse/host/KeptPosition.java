package dev.sshpulse.host;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The state file: where to go on after a restart. Written whole, beside it, and then renamed. */
final class KeptPosition {
  private static final Set<OpenOption> ANEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rw-------");

  private final @Nullable Path file;
  private @Nullable Kept last;
  private String fault = "";
  private String unreadable = "";

  private KeptPosition(@Nullable Path file) {
    this.file = file;
  }

  static KeptPosition in(@Nullable Path file) {
    return new KeptPosition(file);
  }

  /**
   * What is kept.
   *
   * @param log which log it is of
   * @param cursor of the journal; null for a file
   * @param files the oldest first
   */
  record Kept(String log, @Nullable String cursor, List<Position> files) {}

  boolean isKept() {
    return file != null;
  }

  /** What was kept of this log; null if nothing was, or it cannot be read, which is then said. */
  @Nullable Kept read(String log) {
    if (file == null) {
      return null;
    }
    try (JsonReader json = new JsonReader(Files.newBufferedReader(file))) {
      Kept kept = read(json);
      last = kept;
      return kept.log.equals(log) ? kept : null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      unreadable =
          "the position in " + file + " cannot be read, began at the end: " + e.getMessage();
      return null;
    }
  }

  /** When it was last written; the beginning of time if never. */
  FileTime written() throws IOException {
    return file == null || !Files.exists(file)
        ? FileTime.fromMillis(0)
        : Files.getLastModifiedTime(file);
  }

  /** Keeps it, where it is not what is kept already. */
  void write(Kept kept) {
    if (file == null || kept.equals(last)) {
      return;
    }
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      writeAnew(whole, text(kept));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      last = kept;
      fault = "";
    } catch (IOException e) {
      fault = "the position cannot be kept in " + file + ", make it writable: " + e;
    }
  }

  /** Where others may write beside it, what lies there may be a link to a file of somebody's. */
  private static void writeAnew(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    try (Writer out =
        Channels.newWriter(
            Files.newByteChannel(file, ANEW, permissions(file)), StandardCharsets.UTF_8)) {
      out.write(text);
    }
  }

  private static FileAttribute<?>[] permissions(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OURS)}
        : new FileAttribute<?>[0];
  }

  /** What is wrong with it; empty if nothing is. */
  String fault() {
    return fault.isEmpty() ? unreadable : fault;
  }

  private static String text(Kept kept) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject().name("log").value(kept.log);
      json.name("cursor").value(kept.cursor).name("files").beginArray();
      for (Position position : kept.files) {
        json.beginObject().name("device").value(position.file().device());
        json.name("inode").value(position.file().inode());
        json.name("offset").value(position.offset());
        json.name("fingerprint").value(position.fingerprint()).endObject();
      }
      json.endArray().endObject();
    }
    return text.append('\n').toString();
  }

  private static Kept read(JsonReader json) throws IOException {
    String log = "";
    String cursor = null;
    List<Position> files = new ArrayList<>();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "log" -> log = json.nextString();
        case "cursor" -> cursor = Json.stringOrNull(json);
        case "files" -> readPositions(json, files);
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new Kept(log, cursor, List.copyOf(files));
  }

  private static void readPositions(JsonReader json, List<Position> files) throws IOException {
    json.beginArray();
    while (json.hasNext()) {
      files.add(readPosition(json));
    }
    json.endArray();
  }

  private static Position readPosition(JsonReader json) throws IOException {
    long device = 0;
    long inode = 0;
    long offset = 0;
    String fingerprint = "";
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "device" -> device = json.nextLong();
        case "inode" -> inode = json.nextLong();
        case "offset" -> offset = Math.max(0, json.nextLong());
        case "fingerprint" -> fingerprint = json.nextString();
        default -> json.skipValue();
      }
    }
    json.endObject();
    return new Position(new FileId(device, inode), offset, fingerprint);
  }
}
