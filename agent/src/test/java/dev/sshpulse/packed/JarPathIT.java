package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sshpulse.probe.BrokenPipes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar works under any name, in any directory. */
class JarPathIT {
  private static final List<String> NAMES =
      List.of("renamed.jar", "with a space/ssh pulse.jar", "wow!/100%20#+&;.jar", "schlüssel.jar");

  @TempDir Path directory;

  static Stream<Arguments> names() {
    return Jdk.all().stream().flatMap(jdk -> NAMES.stream().map(name -> Arguments.of(jdk, name)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void countsFromWhereverTheJarIs(Jdk jdk, String name) throws IOException {
    assumeTrue(canName(name), "missing: a locale that can write " + name + " (LC_ALL=C.UTF-8)");
    Path jar = directory.resolve(name);
    Files.createDirectories(jar.getParent());
    Files.copy(HostJvm.JAR, jar);

    try (HostJvm host =
        HostJvm.on(jdk)
            .environment("LC_ALL", "C.UTF-8")
            .agentAt(jar, "http.listen=127.0.0.1:0")
            .start(BrokenPipes.class, "3")) {
      host.awaitOutput("failed 3");

      assertThat(host.scrape().errors("other", "write", "broken_pipe")).isEqualTo(3);
      assertThat(host.err()).matches(OneLineIT.LINE);
    }
  }

  private static boolean canName(String name) {
    return Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name);
  }
}
