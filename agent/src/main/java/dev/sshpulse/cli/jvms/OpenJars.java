package dev.sshpulse.cli.jvms;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Looks for SSH libraries among the files that a process has open, and in the jars among them. */
final class OpenJars {
  private static final Pattern LIBRARY =
      Pattern.compile(
          "(?:.*/)?((?:sshd-(?:core|common|osgi)|jsch|sshj|trilead-ssh2|ganymed-ssh2|sshlib|"
              + "maverick-synergy-client|maverick-synergy-server)(?:-[^/]*)?)\\.jar");

  private static final String DELETED = " (deleted)";

  private OpenJars() {}

  /**
   * Their names, without {@code .jar}.
   *
   * @param descriptors {@code /proc/<pid>/fd}
   * @return null where that is not ours to see
   */
  static @Nullable Set<String> of(Path descriptors) {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : open) {
        look(descriptor, names);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return null;
    }
    return names;
  }

  private static void look(Path descriptor, Set<String> names) {
    try {
      String file = withoutMark(Files.readSymbolicLink(descriptor).toString());
      // A pipe would hold us up; one of a file that was replaced leads to what it was.
      if (Files.isRegularFile(descriptor) && (file.endsWith(".jar") || file.endsWith(".war"))) {
        add(file, names);
        inside(descriptor.toFile(), names);
      }
    } catch (IOException e) {
      // Closed meanwhile, or of another format: then it is no library.
    }
  }

  /** The kernel's own, of a file that was replaced while the JVM has it open. */
  private static String withoutMark(String file) {
    return file.endsWith(DELETED) ? file.substring(0, file.length() - DELETED.length()) : file;
  }

  /** Jars in jars, as Spring Boot packs them. Opened by the descriptor: its name may be gone. */
  private static void inside(File descriptor, Set<String> names) throws IOException {
    try (ZipFile jar = new ZipFile(descriptor)) {
      jar.stream().forEach(entry -> add(entry.getName(), names));
    }
  }

  private static void add(String path, Set<String> names) {
    Matcher matcher = LIBRARY.matcher(path);
    if (matcher.matches()) {
      names.add(Jvm.harmless(matcher.group(1)));
    }
  }
}
