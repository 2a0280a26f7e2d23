package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code JAVA_TOOL_OPTIONS} reaches every JVM; the JDK's own programs are left alone. */
class JdkToolsIT {
  private static final String[][] TOOLS = {
    {"keytool", "-list", "-cacerts", "-storepass", "changeit"},
    {"jps"},
    {"javac", "-version"},
    {"jar", "--version"},
    {"jcmd", "-l"},
    {"jshell", "--version"},
  };

  @TempDir Path directory;

  static Stream<Arguments> tools() {
    return Jdk.all().stream().flatMap(jdk -> Stream.of(TOOLS).map(tool -> Arguments.of(jdk, tool)));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void leavesToolsAlone(Jdk jdk, String[] tool) throws IOException {
    Path log = directory.resolve("classes");

    try (HostJvm host =
        withAgent(jdk, LoadedClasses.logTo(log)).tool(tool[0]).option(rest(tool)).launch()) {
      assertThat(host.exitCode()).isZero();
      assertThat(host.err()).doesNotContain("sshpulse 0", "sshpulse:");
      assertThat(LoadedClasses.read(log).ours())
          .isNotEmpty()
          .allMatch(name -> name.startsWith("dev.sshpulse.agent."));
    }
  }

  private static String[] rest(String[] tool) {
    return Stream.of(tool).skip(1).toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("dev.sshpulse.packed.Jdk#all")
  void watchesAProgramThatTheLauncherCompiles(Jdk jdk) throws IOException {
    Path source =
        Files.writeString(
            directory.resolve("Waiting.java"),
            """
            class Waiting {
              public static void main(String[] arguments) throws Exception {
                System.in.read();
              }
            }
            """);

    try (HostJvm host = withAgent(jdk, "-Dany=1").option(source.toString()).launch()) {
      assertThat(host.scrape().value("sshpulse_up")).isEqualTo(1);
    }
  }

  private static HostJvm.Builder withAgent(Jdk jdk, String option) {
    return HostJvm.on(jdk)
        .environment(
            "JAVA_TOOL_OPTIONS",
            "-javaagent:"
                + HostJvm.JAR.toAbsolutePath()
                + "=http.listen=127.0.0.1:0,start.delay=0 "
                + option);
  }
}
