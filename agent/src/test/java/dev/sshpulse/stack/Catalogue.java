package dev.sshpulse.stack;

import dev.sshpulse.telemetry.Meters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that a query may use, and the labels of each: of the metrics, and of what is recorded.
 */
final class Catalogue {
  /** What Prometheus itself puts on every series of a target. */
  private static final List<String> OF_A_TARGET = List.of("job", "instance");

  private final Map<String, Set<String>> labels = new HashMap<>();

  /** What sshpulse serves, and what Prometheus adds to it. */
  Catalogue() {
    for (Meters meter : Meters.values()) {
      add(meter);
    }
    for (String name : List.of("up", "scrape_duration_seconds", "scrape_samples_scraped")) {
      add(name, List.of());
    }
    add("ALERTS", List.of("alertname", "alertstate", "severity"));
  }

  private void add(Meters meter) {
    String name = meter.exposedName();
    if (meter.type() != Meters.Type.HISTOGRAM) {
      add(name, meter.labels());
      return;
    }
    add(name + "_count", meter.labels());
    add(name + "_sum", meter.labels());
    add(name + "_bucket", meter.labels());
    labels.get(name + "_bucket").add("le");
  }

  private void add(String name, List<String> own) {
    Set<String> all = new TreeSet<>(OF_A_TARGET);
    all.addAll(own);
    labels.put(name, all);
  }

  /** A rule records what its query answers. */
  void addRecorded(String name, Set<String> itsLabels) {
    labels.put(name, itsLabels);
  }

  boolean knows(String name) {
    return labels.containsKey(name);
  }

  /** Fails for a name that nobody has. */
  Set<String> labels(String name) {
    if (!knows(name)) {
      throw new AssertionError("no such metric: " + name);
    }
    return labels.get(name);
  }

  Set<String> names() {
    return labels.keySet();
  }
}
