package dev.sshpulse.http;

import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Deaths;
import dev.sshpulse.model.Ending;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is so at one moment, as the page is told of it.
 *
 * @param at by the host's clock
 * @param live the connections that are shown, the oldest first
 * @param leftOut how many more there are
 * @param delta what is new among those since the moment before
 * @param endings all that are remembered, the newest first
 * @param ended how many of them are new since the moment before
 * @param deaths of the last hour
 */
record Moment(
    Instant at,
    List<ConnectionStatus> live,
    int leftOut,
    LiveDiff.Delta delta,
    List<Ending> endings,
    int ended,
    List<Deaths> deaths) {

  /** Looks now. */
  static Moment of(Exported exported, LiveDiff told, List<Ending> endingsBefore) {
    Instant now = Instant.now();
    List<ConnectionStatus> all = exported.connections();
    int shown = Math.min(all.size(), RecordJson.MOST_CONNECTIONS);
    List<ConnectionStatus> live = all.subList(0, shown);
    List<Ending> endings = exported.endingsSoFar();
    return new Moment(
        now,
        live,
        all.size() - shown,
        told.next(live, System.nanoTime() / 1_000_000),
        endings,
        newer(endings, endingsBefore),
        exported.deaths(now));
  }

  /** Any of those before may have been forgotten since, even the newest. */
  private static int newer(List<Ending> endings, List<Ending> before) {
    if (!before.isEmpty() && !endings.isEmpty() && endings.get(0).equals(before.get(0))) {
      return 0;
    }
    Set<Ending> known = new HashSet<>(before);
    int newer = 0;
    while (newer < endings.size() && !known.contains(endings.get(newer))) {
      newer++;
    }
    return newer;
  }
}
