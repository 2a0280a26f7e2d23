package dev.sshpulse.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own: native code is loaded once in each. */
class SockDiagProcessTest {
  private static final String WORKS = "saw 1, heard 40\n";

  /** Where nobody can make a directory, root included. */
  private static final Path NOWHERE = Path.of("/proc/no-such-directory");

  private static final String JNA = Platform.RESOURCE_PREFIX + "/" + NativeLibrary.FILE;

  @TempDir private Path directory;
  private Path temporary;

  @BeforeEach
  void copyClassPath() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/net")), "this needs Linux");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    temporary = Files.createDirectory(directory.resolve("temporary"));
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
    copyClasses(location(SockDiag.class));
    copyClasses(location(SockDiagProgram.class));
    Files.copy(location(Native.class), directory.resolve("jna.jar"));
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private void copyClasses(Path classes) throws IOException {
    Path to = Files.createDirectories(directory.resolve("dev/sshpulse/host"));
    try (Stream<Path> files = Files.list(classes.resolve("dev/sshpulse/host"))) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void needsNoPrivilege() throws Exception {
    assertThat(run(unprivileged(), temporary)).isEqualTo(WORKS);
  }

  /** Nobody, with no capability, nor a way to one. */
  private static List<String> unprivileged() {
    boolean root = "root".equals(System.getProperty("user.name"));
    return root
        ? List.of(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--bounding-set=-all",
            "--inh-caps=-all",
            "--no-new-privs")
        : List.of();
  }

  @Test
  void takesTheLibraryThatLiesReady() throws Exception {
    try (InputStream library = Native.class.getResourceAsStream("/com/sun/jna/" + JNA)) {
      Files.copy(library, directory.resolve(NativeLibrary.FILE));
    }

    assertThat(run(List.of(), NOWHERE, directory.toString())).isEqualTo(WORKS);
  }

  @Test
  void unpacksTheLibraryWhereTheOneThatLiesReadyIsNone() throws Exception {
    Files.createFile(directory.resolve(NativeLibrary.FILE));

    assertThat(run(List.of(), temporary, directory.toString())).isEqualTo(WORKS);
  }

  @Test
  void saysWhatToDoWhereThereIsNoWay() throws Exception {
    assertThat(run(List.of(), NOWHERE, directory.toString()))
        .startsWith("no native library: put libjnidispatch.so into " + directory)
        .contains(NOWHERE.toString());
  }

  private String run(List<String> before, Path temporary, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-cp");
    command.add(directory + ":" + directory.resolve("jna.jar"));
    command.add(SockDiagProgram.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(errors).isZero();
    return printed;
  }
}
