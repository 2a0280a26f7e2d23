package dev.sshpulse.packed.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sshpulse.packed.Scrape;
import java.util.List;

/** Whether the agent is well in a host. */
final class Hooks {
  private Hooks() {}

  /** This version is hooked, none is refused, and nothing was swallowed or dropped. */
  static void assertMatched(Scrape scrape, String library, String version) {
    assertThat(scrape.series())
        .containsAnyOf(
            entry(info(library, version, ""), 1.0),
            entry(info(library, version, unhooked(version)), 1.0));
    assertThat(refused(scrape)).isEmpty();
    assertThat(scrape.sum("sshpulse_errors_total")).isZero();
    assertThat(scrape.sum("sshpulse_dropped_total")).isZero();
  }

  private static String info(String library, String version, String reason) {
    return "sshpulse_hook_info{library=\"%s\",reason=\"%s\",status=\"matched\",version=\"%s\"}"
        .formatted(library, reason, version);
  }

  /** What MINA's oldest release does not have; known once the class is loaded that might. */
  private static String unhooked(String version) {
    return version.equals(JavaLibrary.MINA_2_0_0.version()) ? "without heartbeats" : "";
  }

  private static List<String> refused(Scrape scrape) {
    return scrape.series().keySet().stream()
        .filter(series -> series.startsWith("sshpulse_hook_info{"))
        .filter(series -> series.contains("status=\"refused\""))
        .toList();
  }
}
