package dev.sshpulse.host;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which process holds a socket, where {@code /proc/<pid>/fd} may be read: that is in processes of
 * the same user, or everywhere with {@code CAP_SYS_PTRACE}. For one thread at a time.
 *
 * <p>A walk through all processes is dear, so what was found is remembered, and it takes place only
 * where something new is wanted.
 */
public final class ProcessNames {

  /**
   * A process.
   *
   * @param pid in the namespace of {@code /proc}
   * @param name as the process calls itself, 15 bytes at most on Linux; without control characters
   */
  public record Holder(int pid, String name) {}

  /** A walk ends here: what lies beyond has no name. */
  private static final int MOST_DESCRIPTORS = 1_000_000;

  private static final int NAME_BYTES = 64;
  private static final char REPLACEMENT = '\ufffd';

  private final Path proc;
  private final Map<Long, Holder> known = new HashMap<>();
  private final Set<Long> sought = new HashSet<>();
  private final byte[] name = new byte[NAME_BYTES];
  private int unreadable;
  private int descriptorsLeft;

  /**
   * @param proc {@code /proc}
   */
  public ProcessNames(File proc) {
    this.proc = proc.toPath();
  }

  /**
   * Finds out who holds these sockets, and forgets all others. Walks through all processes where
   * one of them is not known yet: with a thousand processes that takes tens of milliseconds, so
   * those who call it for sockets that stay unknown should not do so often.
   *
   * @param inodes of sockets
   * @throws IOException if there is no {@code /proc}: then those that were known still are
   */
  public void find(Set<Long> inodes) throws IOException {
    known.keySet().retainAll(inodes);
    sought.clear();
    sought.addAll(inodes);
    sought.removeAll(known.keySet());
    sought.remove(0L); // what is not anybody's
    if (!sought.isEmpty()) {
      walk();
    }
  }

  /** Who holds a socket: the oldest of those who do; null where that is not known. */
  public @Nullable Holder holder(long inode) {
    return known.get(inode);
  }

  /**
   * How many processes did not let us look, in the last walk; those that are hidden do not count.
   */
  public int unreadable() {
    return unreadable;
  }

  private void walk() throws IOException {
    unreadable = 0;
    descriptorsLeft = MOST_DESCRIPTORS;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, ProcessNames::isNumber)) {
      for (Path process : processes) { // in the order of their numbers
        if (sought.isEmpty() || descriptorsLeft <= 0) {
          return;
        }
        look(process);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isNumber(Path path) {
    String text = path.getFileName().toString();
    return text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private void look(Path process) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        look(process, descriptor);
      }
    } catch (NoSuchFileException e) {
      // It has ended.
    } catch (IOException | DirectoryIteratorException e) {
      unreadable++;
    }
  }

  private void look(Path process, Path descriptor) {
    descriptorsLeft--;
    Long inode = SocketLink.inode(descriptor);
    if (inode != null && sought.remove(inode)) {
      int pid = Integer.parseInt(process.getFileName().toString());
      known.put(inode, new Holder(pid, name(process)));
    }
  }

  private String name(Path process) {
    try (FileInputStream in = new FileInputStream(process.resolve("comm").toFile())) {
      int length = Math.max(0, in.read(name));
      boolean ended = length > 0 && name[length - 1] == '\n';
      String text = new String(name, 0, ended ? length - 1 : length, StandardCharsets.UTF_8);
      return HarmlessText.of(text, REPLACEMENT);
    } catch (IOException e) {
      return ""; // it has ended meanwhile
    }
  }
}
