package dev.sshpulse.sidecar;

import dev.sshpulse.model.SourceStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Says when a source goes down, and when it is back: one line each, and for each source no more
 * than one a minute. How they fare at the start is said elsewhere.
 */
final class SourceReport {
  private static final long EVERY_MILLIS = 60_000;

  private final Consumer<String> line;
  private final Map<String, Boolean> told = new HashMap<>();
  private List<String> warned = List.of();
  private final Map<String, Long> toldAt = new HashMap<>();

  SourceReport(Consumer<String> line) {
    this.line = line;
  }

  /** Once for each, as long as it is so. */
  void warn(List<String> warnings) {
    for (String warning : warnings) {
      if (!warned.contains(warning)) {
        line.accept("sshpulse: " + warning);
      }
    }
    warned = List.copyOf(warnings);
  }

  void take(List<SourceStatus> statuses, long now) {
    for (SourceStatus status : statuses) {
      Boolean before = told.putIfAbsent(status.source(), status.up());
      if (before != null && before != status.up() && mayBeTold(status.source(), now)) {
        told.put(status.source(), status.up());
        toldAt.put(status.source(), now);
        line.accept(sentence(status));
      }
    }
  }

  private boolean mayBeTold(String source, long now) {
    Long last = toldAt.get(source);
    return last == null || now - last >= EVERY_MILLIS;
  }

  private static String sentence(SourceStatus status) {
    return "sshpulse: "
        + status.source()
        + (status.up() ? " can be read again: " : " can no longer be read: ")
        + status.reason();
  }
}
