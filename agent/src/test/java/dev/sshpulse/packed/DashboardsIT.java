package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.stack.Dashboard;
import dev.sshpulse.stack.DashboardSource;
import dev.sshpulse.stack.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus with the demo's metrics answers every query of both dashboards, and each panel
 * is drawn from what it answers.
 */
class DashboardsIT {
  private static final Path WITHOUT_DATA = Path.of("src/test/resources/panels-without-data.yaml");
  private static final Path PICTURES = Path.of("target/panels");

  /** Enough for one round of what the demo does to its connections, seen in several scrapes. */
  private static final Duration WATCHED = Duration.ofSeconds(25);

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path directory;

  /** One query of a panel. */
  private record Question(String name, String query, boolean instant) {}

  @Test
  void answersEveryQueryOrItIsWrittenDownWhyNot() throws Exception {
    DashboardSource source = DashboardSource.prepared();
    try (ScrapedDemo demo = ScrapedDemo.start(directory)) {
      Prometheus prometheus = demo.prometheus();
      Instant from = watch(prometheus);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(unanswered(prometheus, from)).isEqualTo(writtenDown().keySet()));

      source.draw("http://" + prometheus.address(), from, Instant.now(), PICTURES);
      assertThatEachIsDrawn();
    }
  }

  /** Waits until there is something to see; returns since when. */
  private static Instant watch(Prometheus prometheus) {
    String since = "min(min_over_time(timestamp(sshpulse_up)[1h:1s]))";
    await().atMost(PATIENCE).until(() -> prometheus.query(since).size() == 1);
    double first = value(prometheus.query(since).get(0));
    Instant from = Instant.ofEpochSecond((long) first);
    await().atMost(PATIENCE).until(() -> from.plus(WATCHED).isBefore(Instant.now()));
    return from;
  }

  private static Set<String> unanswered(Prometheus prometheus, Instant from) {
    Instant now = Instant.now();
    Map<String, String> variables = variables(Duration.between(from, now));
    Set<String> unanswered = new TreeSet<>();
    for (Question question : questions(variables)) {
      List<Node> series =
          question.instant()
              ? prometheus.query(question.query())
              : prometheus.query(question.query(), from, now, Duration.ofSeconds(1));
      if (series.stream().noneMatch(DashboardsIT::hasANumber)) {
        unanswered.add(question.name());
      }
    }
    return unanswered;
  }

  private static Map<String, String> variables(Duration range) {
    return Map.of(
        "job", ".+",
        "instance", ".+",
        "__rate_interval", "10s",
        "__range", range.toSeconds() + "s");
  }

  /** Each query of each panel, and the one that marks starts. */
  private static List<Question> questions(Map<String, String> variables) {
    List<Question> questions = new ArrayList<>();
    for (String file : Dashboard.FILES) {
      Dashboard dashboard = Dashboard.of(file);
      questions.add(new Question(file + ": starts", dashboard.restarts(variables), false));
      for (Node panel : dashboard.dataPanels()) {
        for (Node target : panel.at("targets").list()) {
          String name =
              file + ": " + panel.at("title").text() + ", query " + target.at("refId").text();
          String query = Dashboard.filled(target.at("expr").text(), variables);
          questions.add(new Question(name, query, target.at("instant").value().equals(true)));
        }
      }
    }
    return questions;
  }

  /** A share or a quantile of nothing is no number. */
  private static boolean hasANumber(Node series) {
    Stream<Node> samples =
        series.has("values") ? series.at("values").list().stream() : Stream.of(series.at("value"));
    return samples.anyMatch(sample -> !sample.list().get(1).text().equals("NaN"));
  }

  private static double value(Node series) {
    return Double.parseDouble(series.at("value").list().get(1).text());
  }

  /** Which have no data under the demo's load, each with the reason. */
  private static Map<String, String> writtenDown() {
    Map<String, String> written = new TreeMap<>();
    for (Node entry : Node.of(WITHOUT_DATA).list()) {
      assertThat(entry.at("because").text()).isNotBlank();
      written.put(entry.at("query").text(), entry.at("because").text());
    }
    return written;
  }

  private static void assertThatEachIsDrawn() throws Exception {
    for (String file : Dashboard.FILES) {
      String uid = file.replace(".json", "");
      assertThat(Files.size(PICTURES.resolve(uid + ".png"))).isGreaterThan(10_000);
      for (Node panel : Dashboard.of(file).dataPanels()) {
        String picture = "%s-%02d.png".formatted(uid, (int) panel.at("id").value());
        assertThat(PICTURES.resolve(picture)).isNotEmptyFile();
      }
    }
  }
}
