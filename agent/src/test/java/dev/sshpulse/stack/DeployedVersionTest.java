package dev.sshpulse.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever names a version of sshpulse names this one. */
class DeployedVersionTest {
  private static final Path DEPLOY = Dashboard.ROOT.resolve("deploy");
  private static final String VERSION = version();

  @Test
  void theImageIsLabelledWithIt() {
    assertThat(Node.read(DEPLOY.resolve("image/Dockerfile")))
        .contains("\nARG VERSION=" + VERSION + "\n");
  }

  @Test
  void theChartIsOfIt() {
    Node chart = Node.of(DEPLOY.resolve("helm/Chart.yaml"));

    assertThat(chart.at("version").text()).isEqualTo(VERSION);
    assertThat(chart.at("appVersion").text()).isEqualTo(VERSION);
    assertThat(chart.at("annotations").at("artifacthub.io/images").text())
        .contains("/sshpulse:" + VERSION + "\n");
  }

  @Test
  void everyOverlayTakesTheImageOfIt() throws IOException {
    try (Stream<Path> overlays = Files.list(DEPLOY.resolve("kubernetes/overlays"))) {
      List<Node> found =
          overlays.map(overlay -> Node.of(overlay.resolve("kustomization.yaml"))).toList();

      assertThat(found)
          .isNotEmpty()
          .extracting(overlay -> overlay.at("images").where("name", "sshpulse"))
          .allSatisfy(image -> assertThat(image.at("newTag").text()).isEqualTo(VERSION));
    }
  }

  private static String version() {
    return Pattern.compile("<version>(.+)</version>")
        .matcher(Node.read(Dashboard.ROOT.resolve("pom.xml")))
        .results()
        .map((MatchResult found) -> found.group(1))
        .findFirst()
        .orElseThrow();
  }
}
