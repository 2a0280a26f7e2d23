package dev.sshpulse.host;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line of {@code journalctl -o json}, or a plain line of a log. */
final class JournalEntry {
  static final Set<String> PROGRAMS = Set.of("sshd", "sshd-session", "sshd-auth");

  private static final String MESSAGE = "MESSAGE";
  private static final String IDENTIFIER = "SYSLOG_IDENTIFIER";
  private static final String PID = "_PID";
  private static final String CLAIMED_PID = "SYSLOG_PID";
  private static final String EXECUTABLE = "_EXE";
  private static final String CURSOR = "__CURSOR";
  private static final Set<String> WANTED =
      Set.of(MESSAGE, IDENTIFIER, PID, CLAIMED_PID, EXECUTABLE, CURSOR);

  /** Where anybody may put a program of that name. */
  private static final List<String> ANYBODYS = List.of("/tmp/", "/var/tmp/", "/dev/shm/", "/home/");

  /** What the kernel adds when the program was replaced by a newer one. */
  private static final String DELETED = " (deleted)";

  private final byte @Nullable [] line;
  private final @Nullable String cursor;

  JournalEntry(byte @Nullable [] line, @Nullable String cursor) {
    this.line = line;
    this.cursor = cursor;
  }

  /** As syslog would have written it, without a time; null if it is not sshd's. */
  byte @Nullable [] line() {
    return line;
  }

  /** Where it stands; null if it does not tell. */
  @Nullable String cursor() {
    return cursor;
  }

  /**
   * Reads it.
   *
   * @throws IOException if it is no entry
   */
  static JournalEntry of(byte[] json) throws IOException {
    Map<String, byte[]> fields = new HashMap<>();
    InputStreamReader text =
        new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8);
    try (JsonReader reader = new JsonReader(text)) {
      read(reader, fields);
    } catch (IllegalStateException | NumberFormatException e) {
      throw new IOException("not an entry of the journal: " + e.getMessage(), e);
    }
    return new JournalEntry(line(fields), string(fields, CURSOR));
  }

  private static void read(JsonReader json, Map<String, byte[]> fields) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (WANTED.contains(name)) {
        byte[] value = value(json);
        if (value != null) {
          fields.put(name, value);
        }
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  /** A string or, where it is no UTF-8, an array of bytes; null for anything else. */
  private static byte @Nullable [] value(JsonReader json) throws IOException {
    if (json.peek() == JsonToken.BEGIN_ARRAY) {
      return bytes(json);
    }
    String value = Json.stringOrNull(json);
    return value == null ? null : value.getBytes(StandardCharsets.UTF_8);
  }

  /** Null where it is an array of something else: the entry has several such fields. */
  private static byte @Nullable [] bytes(JsonReader json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean numbers = true;
    json.beginArray();
    while (json.hasNext()) {
      if (json.peek() == JsonToken.NUMBER) {
        bytes.write(json.nextInt());
      } else {
        json.skipValue();
        numbers = false;
      }
    }
    json.endArray();
    return numbers ? bytes.toByteArray() : null;
  }

  private static byte @Nullable [] line(Map<String, byte[]> fields) {
    byte[] message = fields.get(MESSAGE);
    String program = string(fields, IDENTIFIER);
    if (message == null || program == null || !PROGRAMS.contains(program) || !isOfSshd(fields)) {
      return null;
    }
    String pid = string(fields, PID);
    String told = pid == null ? string(fields, CLAIMED_PID) : pid;
    String prefix = program + "[" + (told == null ? "0" : told) + "]: ";
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(prefix.getBytes(StandardCharsets.UTF_8));
    line.writeBytes(message);
    return line.size() > LogFile.LONGEST_LINE ? null : line.toByteArray();
  }

  /**
   * The journal asks the kernel who speaks: {@code logger -t sshd} is not sshd. Of a process that
   * has ended meanwhile it knows no program, and sshd's own are often of that kind.
   */
  private static boolean isOfSshd(Map<String, byte[]> fields) {
    String executable = string(fields, EXECUTABLE);
    if (executable == null) {
      return true;
    }
    String path =
        executable.endsWith(DELETED)
            ? executable.substring(0, executable.length() - DELETED.length())
            : executable;
    return PROGRAMS.contains(path.substring(path.lastIndexOf('/') + 1))
        && ANYBODYS.stream().noneMatch(path::startsWith);
  }

  private static @Nullable String string(Map<String, byte[]> fields, String name) {
    byte[] value = fields.get(name);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }
}
