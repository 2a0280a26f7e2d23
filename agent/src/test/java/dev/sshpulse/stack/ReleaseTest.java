package dev.sshpulse.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.packed.HostJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code deploy/release/release}, in a repository whose build takes no time: it hands out a jar
 * that lies ready.
 */
class ReleaseTest {
  private static final Path FOLDER = Dashboard.ROOT.resolve("deploy/release");
  private static final String BUILDS =
      "mkdir -p agent/target && cp ready.jar agent/target/sshpulse.jar";

  @TempDir Path directory;
  private Path repository;

  @BeforeEach
  void repository() throws Exception {
    Tool.path("git", "git");
    Tool.path("unzip", "unzip");
    Tool.path("python3", "python3");
    repository = directory.resolve("repository");
    Path release = Files.createDirectories(repository.resolve("deploy/release"));
    for (String script : List.of("release", "revision", "notice")) {
      Files.copy(FOLDER.resolve(script), release.resolve(script));
    }
    jar("ready.jar", "" + Runtime.version().feature());
    Files.writeString(repository.resolve("LICENSE"), "");
    maven(BUILDS);
    run("git", "init", "--quiet");
    run("git", "add", ".");
    run("git", "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "-qm", "all");
    notice();
  }

  @Test
  void replacesAnEarlierReleaseWhereItIsTypedAndLeavesNothingOfIt() throws Exception {
    Path folder = Files.createDirectory(repository.resolve("published"));
    Files.writeString(folder.resolve("SHA256SUMS.asc"), "of the earlier one");
    jar("other.jar", "" + Runtime.version().feature());

    String said = release("--against", "other.jar", "published").said();

    assertThat(said).contains("built the same in two places", "is in " + folder);
    assertThat(names(folder))
        .containsExactly("LICENSE", "NOTICE", "SHA256SUMS", "sshpulse.cdx.json", "sshpulse.jar");
  }

  @Test
  void refusesAFolderThatHoldsAnythingElse() throws Exception {
    Path letter = Files.createDirectory(directory.resolve("letters")).resolve("letter");
    Files.writeString(letter, "Dear …");

    Ended ended = release("--against", "ready.jar", "" + letter.getParent());

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.said()).contains(letter + " is not of a release");
    assertThat(letter).hasContent("Dear …");
  }

  @ParameterizedTest
  @CsvSource({"--against,needs a jar", "--key,needs the id of a GnuPG key"})
  void saysWhatAnOptionLacks(String option, String lacks) throws Exception {
    Ended ended = release(option);

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.said()).contains(option + " " + lacks);
  }

  @Test
  void tellsABuildThatFailsFromOneThatIsNotTheSame() throws Exception {
    maven("echo no compiler; exit 1");

    Ended failed = release("--against", "ready.jar", "published");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.said()).contains("no compiler", "does not build").doesNotContain("the same");
    assertThat(repository.resolve("published")).doesNotExist();
  }

  @Test
  void refusesAJdkThatWouldMakeAnotherJar() throws Exception {
    jar("old.jar", "8");

    Ended ended = release("--against", "old.jar");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.said()).contains("let JAVA_HOME name a JDK 8");
  }

  private void maven(String does) throws IOException {
    Path wrapper = repository.resolve("mvnw");
    Files.writeString(wrapper, "#!/bin/sh\n" + does + "\n");
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();
  }

  private void notice() throws Exception {
    Ended ended = run("python3", "deploy/release/notice", "ready.jar");
    Files.writeString(repository.resolve("NOTICE"), ended.said());
  }

  private void jar(String name, String jdk) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Build-Jdk-Spec", jdk);
    manifest.getMainAttributes().putValue("Implementation-Version", "9.8.7");
    try (OutputStream file = Files.newOutputStream(repository.resolve(name));
        JarOutputStream jar = new JarOutputStream(file)) {
      put(jar, "META-INF/MANIFEST.MF");
      manifest.write(jar);
      put(jar, "META-INF/sbom/sshpulse.cdx.json");
      jar.write("{\"components\": []}".getBytes(UTF_8));
    }
  }

  /** The same at any time. */
  private static void put(JarOutputStream jar, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    jar.putNextEntry(entry);
  }

  private record Ended(int exitCode, String said) {}

  private Ended release(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("deploy/release/release"));
    command.addAll(List.of(arguments));
    return ended(command);
  }

  private Ended run(String... command) throws Exception {
    Ended ended = ended(List.of(command));
    assertThat(ended.exitCode()).as(ended.said()).isZero();
    return ended;
  }

  private Ended ended(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Path said = Files.createTempFile(directory, "said", "");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(HostJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("%s goes on for ever", command).isTrue();
    return new Ended(process.exitValue(), Files.readString(said));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> "" + file.getFileName()).sorted().toList();
    }
  }
}
