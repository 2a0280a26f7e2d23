package dev.sshpulse.cli.jvms;

import static dev.sshpulse.cli.jvms.Check.notAttachable;
import static dev.sshpulse.cli.jvms.Check.notPermitted;
import static dev.sshpulse.cli.jvms.Check.ok;
import static dev.sshpulse.cli.jvms.Check.unknown;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The files by which one meets a JVM, as that JVM sees them. */
final class TargetFiles {
  /** Bits of a mode, and where those of owner and group are; see inode(7). */
  private static final int READ = 4;

  private static final int SEARCH = 1;
  private static final int OWNER = 6;
  private static final int GROUP = 3;

  private final HostProcess us;
  private final HostProcess process;
  private final Path root;

  TargetFiles(HostProcess us, HostProcess process) {
    this.us = us;
    this.process = process;
    this.root = process.file("root");
  }

  /** Of its home, where that has a {@code release} file; null where it cannot be read. */
  static @Nullable String release(HostProcess process) {
    try {
      String java = Files.readSymbolicLink(process.file("exe")).toString();
      String home = java.substring(1, java.lastIndexOf("/bin/"));
      Path file = process.file("root").resolve(home).resolve("release");
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("JAVA_VERSION=")) {
          return line.substring("JAVA_VERSION=".length()).replace("\"", "");
        }
      }
    } catch (IOException | RuntimeException e) {
      return null; // another user's, or laid out in a way of its own
    }
    return null;
  }

  private Path socket() {
    return root.resolve("tmp").resolve(".java_pid" + process.ownPid());
  }

  /** Whether somebody has attached before: then it need not be knocked at. */
  boolean listens() {
    return Files.exists(socket());
  }

  /**
   * One knocks by a file, and it answers by a socket in its {@code /tmp}, whatever its settings.
   */
  Check temporary() {
    Path temporary = root.resolve("tmp");
    if (!Files.isReadable(root)) {
      return unknown("/tmp", "what it sees as /tmp is not ours to look at");
    }
    if (!Files.isDirectory(temporary) || !Files.isWritable(temporary)) {
      return notAttachable(
          "/tmp",
          "what it sees as /tmp is "
              + (Files.isDirectory(temporary) ? "not writable" : "no directory")
              + ", and the JVM puts its socket there; mount one, or start it with -javaagent");
    }
    return stale()
        ? notAttachable(
            "/tmp", "a file of another user stands in the place of its socket; remove " + socket())
        : ok("/tmp", "writable" + (listens() ? "; its socket is there" : ""));
  }

  private boolean stale() {
    try {
      return listens() && (Integer) Files.getAttribute(socket(), "unix:uid") != process.uid();
    } catch (IOException e) {
      return false;
    }
  }

  /** The JVM opens the jar itself, as its own user and in its own file system. */
  Check jar(@Nullable File jar) {
    if (jar == null) {
      return notAttachable(
          "jar", "this runs from no packed jar; build one: ./mvnw -q -DskipTests package");
    }
    Path path = jar.toPath().toAbsolutePath();
    if (!Files.isReadable(root)) {
      return unknown("jar", "whether it can read " + path + " is not ours to look at");
    }
    Path there = root.resolve(path.toString().substring(1));
    if (!Files.exists(there)) {
      return notAttachable(
          "jar",
          "it cannot see "
              + path
              + ", for it has a file system of its own; put a copy where both see it under one"
              + " path (copy-agent), and run this command from there");
    }
    return readable(path)
        ? ok("jar", path + " is readable for its user")
        : notPermitted(
            "jar",
            path + " is not readable for " + process.user() + "; copy it to where it is: /opt");
  }

  private boolean readable(Path path) {
    if (us.uid() == process.uid()) {
      return Files.isReadable(path);
    }
    for (Path at = path; at != null; at = at.getParent()) {
      if (!permitted(at)) {
        return false;
      }
    }
    return true;
  }

  /** Read for a file, search for a folder; groups that the user is in besides do not count. */
  private boolean permitted(Path path) {
    try {
      int mode = (Integer) Files.getAttribute(path, "unix:mode");
      int wanted = Files.isDirectory(path) ? SEARCH : READ;
      if (Files.getAttribute(path, "unix:uid").equals(process.uid())) {
        return (mode >> OWNER & wanted) != 0;
      }
      if (Files.getAttribute(path, "unix:gid").equals(process.gid())) {
        return (mode >> GROUP & wanted) != 0;
      }
      return process.uid() == 0 || (mode & wanted) != 0;
    } catch (IOException e) {
      return false;
    }
  }
}
