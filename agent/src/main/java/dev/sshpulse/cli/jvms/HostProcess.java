package dev.sshpulse.cli.jvms;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process, as {@code /proc/<pid>} shows it; see proc(5). */
final class HostProcess {
  private static final int SIGQUIT = 3;

  private final Path directory;
  private final List<String> status;

  /**
   * A process.
   *
   * @throws IOException if it has ended
   */
  HostProcess(Path proc, long pid) throws IOException {
    this.directory = proc.resolve(String.valueOf(pid));
    this.status = Files.readAllLines(directory.resolve("status"), StandardCharsets.ISO_8859_1);
  }

  /** A file of it. */
  Path file(String name) {
    return directory.resolve(name);
  }

  long pid() {
    return Long.parseLong(directory.getFileName().toString());
  }

  /** The effective user. */
  int uid() {
    return Integer.parseInt(words("Uid:")[1]);
  }

  /** The effective group. */
  int gid() {
    return Integer.parseInt(words("Gid:")[1]);
  }

  /** Its number in its own namespace, which is another in a container. */
  long ownPid() {
    String[] pids = words("NSpid:");
    return pids.length == 0 ? pid() : Long.parseLong(pids[pids.length - 1]);
  }

  /** In how many namespaces it has a number: more than we have if it is in a container. */
  int depth() {
    return Math.max(1, words("NSpid:").length);
  }

  /** The name of its user, or the number. */
  String user() {
    try {
      int owner = (Integer) Files.getAttribute(directory, "unix:uid");
      return owner == uid() ? Files.getOwner(directory).getName() : String.valueOf(uid());
    } catch (IOException | UnsupportedOperationException e) {
      return String.valueOf(uid());
    }
  }

  /** By a signal or a debugger. */
  boolean isStopped() {
    String state = String.join(" ", words("State:"));
    return state.startsWith("T") || state.startsWith("t");
  }

  /**
   * Whether it has a handler for the signal by which one knocks at a JVM. One without would be
   * killed by it.
   */
  boolean handlesQuit() {
    String[] mask = words("SigCgt:");
    return mask.length > 0 && (Long.parseUnsignedLong(mask[0], 16) >> (SIGQUIT - 1) & 1) != 0;
  }

  /** The arguments; none of a thread of the kernel's. */
  List<String> commandLine() throws IOException {
    String text = Files.readString(file("cmdline"), StandardCharsets.ISO_8859_1);
    return text.isEmpty() ? List.of() : List.of(text.split("\0"));
  }

  /** Its environment at its start; empty where it is another user's. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    try {
      String text = Files.readString(file("environ"), StandardCharsets.ISO_8859_1);
      for (String variable : text.split("\0", -1)) {
        int equals = variable.indexOf('=');
        environment.put(variable.substring(0, Math.max(0, equals)), variable.substring(equals + 1));
      }
    } catch (IOException e) {
      environment.clear();
    }
    return environment;
  }

  /** Whether a JVM runs in it; by its name where we may not look inside. */
  boolean isJvm() throws IOException {
    List<String> arguments = commandLine();
    if (arguments.isEmpty()) {
      return false;
    }
    try (Stream<String> mapped = Files.lines(file("maps"), StandardCharsets.ISO_8859_1)) {
      return mapped.anyMatch(line -> line.contains("/libjvm."));
    } catch (IOException | java.io.UncheckedIOException e) {
      String program = arguments.get(0);
      return program.substring(program.lastIndexOf('/') + 1).equals("java");
    }
  }

  /** Whether it has a thread of this name; everybody may see that. */
  boolean hasThread(String name) {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(file("task"))) {
      for (Path thread : threads) {
        if (name.equals(name(thread))) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return false; // it has ended
    }
    return false;
  }

  private static @Nullable String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"), StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      return null; // that thread has ended
    }
  }

  private String[] words(String key) {
    for (String line : status) {
      if (line.startsWith(key)) {
        return line.substring(key.length()).strip().split("\\s+");
      }
    }
    return new String[0];
  }
}
