package dev.sshpulse.cli.agents;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What killed connections lately.
 *
 * @param turn whose turn it is to act
 * @param lookFirst the next step
 * @param secondsAgo when the latest of them died
 */
public record Death(String cause, String turn, String lookFirst, long count, double secondsAgo) {

  /** What is told as lately: an hour. */
  public static final double LATELY_SECONDS = 3_600;

  /** Of several agents, the most frequent cause first. */
  public static List<Death> among(List<Report> reports, double withinSeconds) {
    Map<String, Death> byCause = new LinkedHashMap<>();
    reports.stream()
        .flatMap(report -> among(report.endings(), withinSeconds, report.at()).stream())
        .forEach(death -> byCause.merge(death.cause(), death, Death::and));
    return sorted(byCause);
  }

  /** The failed ones of these, the most frequent cause first. */
  public static List<Death> among(List<Connection> endings, double withinSeconds, Instant now) {
    Map<String, Death> byCause = new LinkedHashMap<>();
    for (Connection ending : endings) {
      double ago = Connection.since(ending.facts(), "at", now);
      if (ending.facts().is("failed") && ago <= withinSeconds) {
        byCause.merge(ending.facts().text("cause"), of(ending.facts(), ago), Death::and);
      }
    }
    return sorted(byCause);
  }

  private static List<Death> sorted(Map<String, Death> byCause) {
    return byCause.values().stream()
        .sorted(Comparator.comparingLong(Death::count).reversed())
        .toList();
  }

  private static Death of(Facts ending, double ago) {
    return new Death(ending.text("cause"), ending.text("turn"), ending.text("look_first"), 1, ago);
  }

  private Death and(Death other) {
    return new Death(
        cause, turn, lookFirst, count + other.count, Math.min(secondsAgo, other.secondsAgo));
  }

  /** {@code the peer's turn}. */
  public String whoseTurn() {
    return switch (turn) {
      case "peer", "application", "network" -> "the " + turn + "'s turn";
      case "this host" -> "this host's turn";
      default -> "nobody's turn";
    };
  }
}
