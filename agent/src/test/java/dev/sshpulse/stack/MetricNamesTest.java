package dev.sshpulse.stack;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.model.Cause;
import dev.sshpulse.telemetry.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A dashboard, rule, manifest or page never names a metric, or a label of one, that is not there.
 */
class MetricNamesTest {
  /**
   * With its labels, as {@code name{label,…}} or {@code name{label="value",…}}; not in a rule's.
   */
  private static final Pattern METRIC =
      Pattern.compile(
          "(?<![\\w:.-])((?:ssh|sshpulse|socket_io|host_tcp)_[a-z_]+)(\\*|…|:|\\{([^}]*)})?");

  private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:[=!]|$)");
  private static final Pattern VALUE = Pattern.compile("\\\\?\"[^\"]*\"");
  private static final Set<String> CAUSES =
      Arrays.stream(Cause.values()).map(Cause::label).collect(toSet());

  /** A label that the cases of the rules give to their targets. */
  private static final String OF_A_FLEET = "cluster";

  private static final Set<String> FILES_OF_OPENSSH = Set.of("ssh_config");

  private final Catalogue catalogue = new Catalogue();

  static Stream<Path> files() throws IOException {
    return Stream.of(
            tree("grafana", file -> !file.toString().endsWith(".png")),
            tree("deploy", file -> true),
            tree("agent", MetricNamesTest::isPage),
            tree("exporter-core", MetricNamesTest::isPage),
            Files.list(Dashboard.ROOT).filter(MetricNamesTest::isPage))
        .flatMap(files -> files)
        .sorted();
  }

  private static Stream<Path> tree(String folder, Predicate<Path> which) throws IOException {
    return Files.walk(Dashboard.ROOT.resolve(folder))
        .filter(file -> !file.toString().contains("/target/"))
        .filter(Files::isRegularFile)
        .filter(which);
  }

  private static boolean isPage(Path file) {
    return file.toString().endsWith(".md");
  }

  @ParameterizedTest
  @MethodSource("files")
  void namesOnlyMetricsAndLabelsThatExist(Path file) {
    Matcher matcher = METRIC.matcher(Node.read(file));

    while (matcher.find()) {
      String name = matcher.group(1);
      String after = matcher.group(2) == null ? "" : matcher.group(2);
      if (after.equals("*") || after.equals("…")) {
        assertThat(catalogue.names()).as(matcher.group()).anyMatch(one -> one.startsWith(name));
      } else if (!CAUSES.contains(name) && !FILES_OF_OPENSSH.contains(name)) {
        assertThat(known(name)).as(matcher.group()).isTrue();
        assertThat(labels(name)).as(matcher.group()).containsAll(labelsNamed(matcher.group(3)));
      }
    }
  }

  private boolean known(String name) {
    return catalogue.knows(name) || histogram(name) != null;
  }

  /** Pages name a histogram as a whole. */
  private static Meters histogram(String name) {
    return Arrays.stream(Meters.values())
        .filter(meter -> meter.exposedName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private Set<String> labels(String name) {
    return catalogue.knows(name)
        ? catalogue.labels(name)
        : new TreeSet<>(List.copyOf(histogram(name).labels()));
  }

  private static Set<String> labelsNamed(String braces) {
    Set<String> named = new TreeSet<>();
    String withoutValues = braces == null ? "" : VALUE.matcher(braces).replaceAll("");
    for (String part : withoutValues.split(",")) {
      Matcher label = LABEL.matcher(part.strip());
      if (label.lookingAt()) {
        named.add(label.group(1));
      }
    }
    named.remove(OF_A_FLEET);
    return named;
  }
}
