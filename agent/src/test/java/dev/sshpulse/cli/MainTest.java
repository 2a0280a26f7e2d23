package dev.sshpulse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpSaysHowToAttach() {
    int exit = run(null, "--help");

    assertThat(exit).isZero();
    assertThat(out.toString()).contains("java -javaagent:sshpulse.jar ", "demo");
    assertThat(out.toString()).doesNotContain(WorkloadCommand.NAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "demo"})
  void theVersionIsThatOfTheJar(String command, @TempDir Path directory) throws Exception {
    File jar = jar(directory, "4.5.6");

    int exit = command.isEmpty() ? run(jar, "--version") : run(jar, command, "--version");

    assertThat(exit).isZero();
    assertThat(out.toString().trim()).isEqualTo("sshpulse 4.5.6");
  }

  @Test
  void aTestSpanNeedsAnEndpoint() {
    int exit = run(null, "send-test-span");

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("sshpulse: no endpoint is configured: set OTEL_EXPORTER_OTLP_ENDPOINT");
  }

  private static File jar(Path directory, String version) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    Path jar = directory.resolve("sshpulse.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar.toFile();
  }

  @Test
  void anUnknownCommandIsRefusedWithTheOneThatWasMeant() {
    int exit = run(null, "dmo");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("'dmo'", "Did you mean: sshpulse demo?", "--help");
  }

  @Test
  void anUnknownOptionIsRefusedWithTheOneThatWasMeant() {
    int exit = run(null, "demo", "--lisen=127.0.0.1:1");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("'--lisen=127.0.0.1:1'", "--listen", "demo --help");
  }

  @Test
  void noCommandIsRefusedWithAHint() {
    int exit = run(null);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("Missing command", "--help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"banana", "20", "0s", "-5s", "20 s", "1d", "9999999h", ""})
  void aLengthOfTimeThatIsNoneIsRefusedWithTheFormat(String duration) {
    int exit = run(null, "demo", "--duration=" + duration);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString())
        .contains("'--duration'", "'" + duration + "' is no length of time", "20s, 2m or 1h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-3"})
  void aCountThatShowsNothingIsRefused(String count) {
    int exit = run(null, "top", "--count=" + count, "127.0.0.1:1");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("'--count'", "'" + count + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9922", "127.0.0.1", "off", "127.0.0.1:9922,enabled=false", "a:123456"})
  void anAddressThatIsNoneIsRefusedWithTheFormat(String listen) {
    int exit = run(null, "demo", "--listen=" + listen);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString())
        .contains("'--listen'", "'" + listen + "' is no address", "127.0.0.1:9922");
  }

  @Test
  void withoutThePackedJarTheDemoSaysHowToBuildIt() {
    int exit = run(null, "demo");

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("there is none", "./mvnw -q -DskipTests package");
  }

  @Test
  void aJarThatIsGoneIsNamed(@TempDir Path directory) {
    int exit = run(directory.resolve("gone.jar").toFile(), "demo");

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("there is none at " + directory.resolve("gone.jar"));
  }

  @Test
  void aPathThatTheJvmWouldCutIsNamed(@TempDir Path directory) throws Exception {
    Path odd = Files.createDirectory(directory.resolve("a=b"));

    int exit = run(jar(odd, "0"), "demo");

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains(odd.resolve("sshpulse.jar") + " has one");
  }

  @Test
  void aJvmThatEndsAtOnceEndsTheDemoWithItsExitCode(@TempDir Path directory) throws Exception {
    int exit = run(jar(directory, "0"), "demo");

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).contains("the JVM with the agent ended, exit code 1");
  }

  private int run(File jar, String... arguments) {
    CommandLine line = Main.commandLine(jar);
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
