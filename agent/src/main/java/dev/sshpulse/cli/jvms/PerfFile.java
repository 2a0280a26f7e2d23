package dev.sshpulse.cli.jvms;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What HotSpot tells of itself in a file, and whether it does. */
final class PerfFile {
  private final @Nullable Path path;
  private final @Nullable PerfData data;

  private PerfFile(@Nullable Path path, @Nullable PerfData data) {
    this.path = path;
    this.data = data;
  }

  static PerfFile of(HostProcess process) {
    Path path = find(process);
    try {
      return new PerfFile(path, path == null ? null : PerfData.read(path));
    } catch (IOException e) {
      return new PerfFile(path, null);
    }
  }

  /** In the {@code /tmp} that the process sees. */
  private static @Nullable Path find(HostProcess process) {
    Path temporary = process.file("root").resolve("tmp");
    try (DirectoryStream<Path> users = Files.newDirectoryStream(temporary, "hsperfdata_*")) {
      for (Path user : users) {
        Path file = user.resolve(String.valueOf(process.ownPid()));
        if (isItsOwn(user, process, BasicFileAttributes::isDirectory)
            && isItsOwn(file, process, BasicFileAttributes::isRegularFile)) {
          return file;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return null; // another user's, or ended
    }
    return null;
  }

  /**
   * Anybody may write into {@code /tmp}: a pipe, which would hold us up, or what another JVM is to
   * be taken for.
   */
  private static boolean isItsOwn(
      Path path, HostProcess process, Predicate<BasicFileAttributes> kind) {
    try {
      return kind.test(Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS))
          && Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS).equals(process.uid());
    } catch (IOException e) {
      return false; // there is none of it here
    }
  }

  boolean exists() {
    return path != null;
  }

  /** Main class or jar, and arguments; empty where that is not told. */
  String command() {
    return data == null ? "" : data.text("sun.rt.javaCommand");
  }

  /** What the JVM was told, by whatever way. */
  String options() {
    return data == null ? "" : data.text("java.rt.vmArgs") + " " + data.text("java.rt.vmFlags");
  }

  /** Whether one may attach; null where that is not told. */
  @Nullable Boolean attachable() {
    String capabilities = data == null ? "" : data.text("sun.rt.jvmCapabilities");
    return capabilities.isEmpty() ? null : capabilities.charAt(0) == '1';
  }

  /** As {@code 17.0.12}; null where that is not told. */
  @Nullable String javaVersion() {
    return data == null || data.text("java.property.java.version").isEmpty()
        ? null
        : data.text("java.property.java.version");
  }
}
