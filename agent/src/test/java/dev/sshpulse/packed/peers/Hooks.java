package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sshpulse.packed.Scrape;
import java.util.List;

/** Whether the agent is well in a host. */
final class Hooks {
  private Hooks() {}

  /** This version is hooked, none is refused, and nothing was swallowed or dropped. */
  static void assertMatched(Scrape scrape, String library, String version) {
    String info =
        "sshpulse_hook_info{library=\"%s\",reason=\"\",status=\"matched\",version=\"%s\"}";
    assertThat(scrape.series()).containsEntry(info.formatted(library, version), 1.0);
    assertThat(refused(scrape)).isEmpty();
    assertThat(scrape.sum("sshpulse_errors_total")).isZero();
    assertThat(scrape.sum("sshpulse_dropped_total")).isZero();
  }

  private static List<String> refused(Scrape scrape) {
    return scrape.series().keySet().stream()
        .filter(series -> series.startsWith("sshpulse_hook_info{"))
        .filter(series -> series.contains("status=\"refused\""))
        .toList();
  }
}
