package dev.sshpulse.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code copy-agent}: an image without a shell has no {@code cp}. */
@Command(
    name = "copy-agent",
    mixinStandardHelpOptions = true,
    description = {
      "Copies this jar into a directory, as sshpulse.jar: into the volume from which another"
          + " container's JVM loads it. One that is there already is replaced as a whole, and a JVM"
          + " that runs with it keeps the old one.",
      ""
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  it is there, readable for everybody",
      "  1  it is not; the reason is on stderr",
      "  2  no directory was named",
      "",
      "  java -jar sshpulse.jar copy-agent /sshpulse",
      "  java -javaagent:/sshpulse/sshpulse.jar -jar app.jar"
    })
final class CopyAgentCommand implements Callable<Integer> {

  private static final String NAME = "sshpulse.jar";

  private final @Nullable File jar;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "<directory>", description = "Where to; it must exist.")
  private String directory = "";

  CopyAgentCommand(@Nullable File jar) {
    this.jar = jar;
  }

  @Override
  public Integer call() throws CopyFailure {
    Path to = directory().resolve(NAME);
    try {
      replace(packedJar(), to);
    } catch (IOException e) {
      throw new CopyFailure(
          "cannot write " + to + ": " + e + "; let the directory be writable for this user");
    }
    out().println("sshpulse: copied to " + to);
    return 0;
  }

  private Path directory() throws CopyFailure {
    Path path = path();
    if (!Files.isDirectory(path)) {
      throw new CopyFailure(
          "'"
              + directory
              + "' is "
              + (Files.exists(path) ? "not a directory" : "not there")
              + ": name an existing directory; in a pod, mount the volume there");
    }
    return path;
  }

  private Path path() throws CopyFailure {
    try {
      return Path.of(directory);
    } catch (InvalidPathException e) {
      throw new CopyFailure("'" + directory + "' is no path: " + e.getReason());
    }
  }

  private Path packedJar() throws CopyFailure {
    if (jar == null || !jar.isFile()) {
      throw new CopyFailure(
          "there is no packed jar to copy"
              + (jar == null ? "" : " at " + jar)
              + ": build it with ./mvnw -q -DskipTests package and run"
              + " java -jar agent/target/sshpulse.jar copy-agent "
              + directory);
    }
    return jar.toPath();
  }

  /** Never half of it under its name, and never into a file that a JVM has open. */
  private static void replace(Path jar, Path to) throws IOException {
    Path part = Files.createTempFile(to.toAbsolutePath().getParent(), NAME, ".part");
    try {
      Files.copy(jar, part, REPLACE_EXISTING);
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
      move(part, to);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void move(Path part, Path to) throws IOException {
    try {
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, to, REPLACE_EXISTING);
    }
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("run through picocli only");
    }
    return spec.commandLine().getOut();
  }
}
