package dev.sshpulse.telemetry;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a scrape said, taken apart without a parser of anybody's. */
record Exposition(String text) {

  Map<String, String> types() {
    return second("# TYPE ");
  }

  Map<String, String> helps() {
    return second("# HELP ");
  }

  /** From everything before the last space of a line to its value. */
  Map<String, Double> samples() {
    Map<String, Double> samples = new LinkedHashMap<>();
    for (String line : lines()) {
      if (!line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
      }
    }
    return samples;
  }

  TreeSet<String> samplesOf(String metric) {
    return samples().keySet().stream()
        .filter(sample -> sample.startsWith(metric))
        .collect(toCollection(TreeSet::new));
  }

  private Map<String, String> second(String prefix) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String line : lines()) {
      if (line.startsWith(prefix)) {
        String[] nameAndRest = line.substring(prefix.length()).split(" ", 2);
        found.put(nameAndRest[0], nameAndRest[1]);
      }
    }
    return found;
  }

  private List<String> lines() {
    return text.lines().toList();
  }
}
