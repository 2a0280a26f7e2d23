package dev.sshpulse.stack;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.telemetry.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A dashboard, manifest or page never names a metric that the agent does not have. */
class MetricNamesTest {
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:ssh|sshpulse|socket_io|host_tcp)_[a-z_]+\\b");
  private static final Set<String> KNOWN =
      Arrays.stream(Meters.values()).map(Meters::exposedName).collect(toSet());

  static Stream<Path> files() throws IOException {
    return Stream.concat(
            Files.walk(Dashboard.ROOT.resolve("grafana")),
            Files.walk(Dashboard.ROOT.resolve("deploy")))
        .filter(Files::isRegularFile)
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("files")
  void namesOnlyMetricsThatExist(Path file) {
    String text = Node.read(file);

    Set<String> named = named(text);

    assertThat(KNOWN).containsAll(named);
  }

  private static Set<String> named(String text) {
    Set<String> named = new TreeSet<>();
    Matcher matcher = METRIC.matcher(text);
    while (matcher.find()) {
      named.add(matcher.group());
    }
    return named;
  }
}
