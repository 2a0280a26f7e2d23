package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What lies where in the jar that a user holds. */
class PackedJarIT {
  private static final String INSIDE = "inst/";
  private static final long TWELVE_MEGABYTES = 12_000_000;
  private static final int JAVA_8 = 52;

  @Test
  void showsTheApplicationNothingButItsEntry() throws IOException {
    try (JarFile jar = open()) {
      assertThat(files(jar))
          .filteredOn(name -> !name.startsWith(INSIDE) && !name.startsWith("META-INF/"))
          .isNotEmpty()
          .allMatch(name -> name.startsWith("dev/sshpulse/agent/") && name.endsWith(".class"));
    }
  }

  @Test
  void canBeOpenedByJava8() throws IOException {
    try (JarFile jar = open()) {
      assertThat(files(jar))
          .filteredOn(name -> name.endsWith(".class") && !name.startsWith(INSIDE))
          .isNotEmpty()
          .allMatch(name -> ByteBuffer.wrap(read(jar, name)).getShort(6) == JAVA_8);
    }
  }

  @Test
  void namesItsEntryForEveryWayIn() throws IOException {
    try (JarFile jar = open()) {
      Attributes manifest = jar.getManifest().getMainAttributes();

      for (String way : List.of("Premain-Class", "Agent-Class", "Main-Class")) {
        assertThat(manifest.getValue(way)).as(way).isEqualTo("dev.sshpulse.agent.AgentMain");
      }
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Can-Redefine-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
      assertThat(manifest.getValue("Class-Path")).isNull();
    }
  }

  @Test
  void neverNamesTheHostsLogging() throws IOException {
    try (JarFile jar = open()) {
      assertThat(files(jar))
          .filteredOn(name -> name.startsWith(INSIDE) && name.endsWith(".class"))
          .hasSizeGreaterThan(1000)
          .noneMatch(name -> mentions(read(jar, name), "java/util/logging"));
    }
  }

  @Test
  void holdsNativeCodeForLinuxAlone() throws IOException {
    try (JarFile jar = open()) {
      assertThat(files(jar))
          .filteredOn(name -> name.matches(".*\\.(so|dll|jnilib|dylib|a)"))
          .containsExactlyInAnyOrder(
              "inst/com/sun/jna/linux-aarch64/libjnidispatch.so",
              "inst/com/sun/jna/linux-ppc64le/libjnidispatch.so",
              "inst/com/sun/jna/linux-riscv64/libjnidispatch.so",
              "inst/com/sun/jna/linux-s390x/libjnidispatch.so",
              "inst/com/sun/jna/linux-x86-64/libjnidispatch.so");
      assertThat(jar.getManifest().getMainAttributes().getValue("Enable-Native-Access"))
          .isEqualTo("ALL-UNNAMED");
    }
  }

  @Test
  void offersNoServiceToTheApplication() throws IOException {
    try (JarFile jar = open()) {
      assertThat(files(jar)).noneMatch(name -> name.startsWith("META-INF/services"));
      assertThat(files(jar)).anyMatch(name -> name.startsWith("inst/META-INF/services"));
    }
  }

  @Test
  void saysUnderWhichLicenceAndOfWhatItIsMade() throws IOException {
    try (JarFile jar = open()) {
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
      assertThat(text(jar, "META-INF/NOTICE")).contains("org.ow2.asm:asm ", ", BSD-3-Clause");
      assertThat(files(jar))
          .as("a build with mvn --offline makes no SBOM")
          .contains("META-INF/sbom/sshpulse.cdx.json");
      assertThat(text(jar, "META-INF/sbom/sshpulse.cdx.json"))
          .contains(
              "CycloneDX", "netty-common", "opentelemetry-sdk", "micrometer-core", "gson", "jna");
    }
  }

  @Test
  void isAtMostTwelveMegabytes() throws IOException {
    assertThat(Files.size(HostJvm.JAR)).isLessThanOrEqualTo(TWELVE_MEGABYTES);
  }

  private static JarFile open() throws IOException {
    return new JarFile(HostJvm.JAR.toFile());
  }

  private static List<String> files(JarFile jar) {
    return jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();
  }

  private static byte[] read(JarFile jar, String name) {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(JarFile jar, String name) {
    return new String(read(jar, name), StandardCharsets.UTF_8);
  }

  /** Names in a class file are plain bytes in its constant pool. */
  private static boolean mentions(byte[] classFile, String name) {
    return new String(classFile, StandardCharsets.ISO_8859_1).contains(name);
  }
}
