package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Configuration files of this host: their names by pattern, and their text. */
public final class TextFiles {
  /** Beyond that it is no configuration. */
  static final int MOST_BYTES = 1 << 20;

  private static final int MOST_MATCHES = 1000;

  /**
   * The whole text, as UTF-8; what is none becomes U+FFFD.
   *
   * @throws IOException if it cannot be read, or is longer than a mebibyte; the message says which,
   *     and what to do
   */
  public String read(String path) throws IOException {
    try (InputStream in = Files.newInputStream(new File(path).toPath())) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(path + " is longer than " + MOST_BYTES + " bytes");
      }
      return new String(bytes, UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException(path + " does not exist here", e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          path + " may not be read by this user: give it read permission, or run as its owner", e);
    }
  }

  /**
   * The files and folders that a pattern of glob(7) matches, in lexical order.
   *
   * @param pattern an absolute path with wildcards in any of its names
   * @return empty if there are none
   * @throws IOException if a folder cannot be listed, or if there are more than a thousand
   */
  public List<String> matching(String pattern) throws IOException {
    List<String> found = List.of("");
    for (String name : pattern.split("/+", -1)) {
      if (!name.isEmpty()) {
        found = below(found, new Glob(name));
      }
    }
    return found;
  }

  private static List<String> below(List<String> folders, Glob name) throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : folders) {
      if (name.hasWildcards()) {
        addMatching(folder, name, found);
      } else if (new File(folder, name.literal()).exists()) {
        found.add(folder + "/" + name.literal());
      }
      if (found.size() > MOST_MATCHES) {
        throw new IOException("more than " + MOST_MATCHES + " files match in " + folder);
      }
    }
    Collections.sort(found);
    return found;
  }

  private static void addMatching(String folder, Glob name, List<String> found) throws IOException {
    File directory = new File(folder + "/");
    if (!directory.isDirectory()) {
      return;
    }
    String[] names = directory.list();
    if (names == null) {
      throw new IOException(
          directory
              + " may not be listed by this user: give it read permission, or run as its owner");
    }
    for (String candidate : names) {
      if (name.matches(candidate)) {
        found.add(folder + "/" + candidate);
      }
    }
  }
}
