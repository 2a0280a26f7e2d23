package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.probe.BrokenPipes;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Attached again, by whatever jar, it steps aside with a line; the first goes on, and counts once.
 */
class AgainIT {
  private static final String ANY_PORT = "http.listen=127.0.0.1:0";

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void stepsAsideWhenItIsThere(Jdk jdk) {
    assertThat(refusal(jdk, HostJvm.JAR))
        .isEqualTo("sshpulse: not attached: it is attached already");
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void stepsAsideWhenACopyIsThere(Jdk jdk) throws IOException {
    assertThat(refusal(jdk, copy())).isEqualTo("sshpulse: not attached: it is attached already");
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void stepsAsideForAnotherRelease(Jdk jdk) throws IOException {
    Path other = copy();
    changeBridgeVersion(other);

    assertThat(refusal(jdk, other))
        .isEqualTo("sshpulse: not attached: another release of sshpulse is in this JVM");
  }

  /** What the agent says when {@code first} came before it; the metrics are the first's. */
  private static String refusal(Jdk jdk, Path first) {
    try (HostJvm host =
        HostJvm.on(jdk)
            .agentAt(first, ANY_PORT)
            .agentAt(HostJvm.JAR, ANY_PORT)
            .start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");

      assertThat(host.scrape().sum("socket_io_errors_total")).isEqualTo(3);
      assertThat(host.endInput().exitCode()).isZero();
      assertThat(host.err().lines()).hasSize(2);
      return host.err().lines().findFirst().orElseThrow();
    }
  }

  private Path copy() throws IOException {
    return Files.copy(HostJvm.JAR, directory.resolve("copy.jar"));
  }

  /** What another release looks like: its bridge carries another number, and it knows that. */
  private static void changeBridgeVersion(Path jar) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      change(files.getPath("inst/bridge/SshpulseBridge.class"));
      change(files.getPath("inst/dev/sshpulse/weave/BridgeDefinition.class"));
    }
  }

  private static void change(Path classFile) throws IOException {
    ClassReader reader = new ClassReader(Files.readAllBytes(classFile));
    ClassWriter writer = new ClassWriter(0);
    reader.accept(new OtherVersion(writer), 0);
    Files.write(classFile, writer.toByteArray());
  }

  private static final class OtherVersion extends ClassVisitor {
    OtherVersion(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      Object other = name.equals("VERSION") ? Integer.valueOf(999) : value;
      return super.visitField(access, name, descriptor, signature, other);
    }
  }
}
