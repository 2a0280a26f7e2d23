package dev.sshpulse.telemetry;

import dev.sshpulse.model.Deaths;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts failed connections by the minute for an hour: where thousands come and go, the record of
 * endings lasts for seconds. Takes no room while nothing fails. For one thread at a time.
 */
final class LastHour {
  private static final int MINUTES = 60;

  private final Deque<Minute> oldestFirst = new ArrayDeque<>();

  private record Minute(Instant from, Map<Verdict, Long> deaths) {}

  void add(Ending ending) {
    if (ending.cause().failed()) {
      minute(ending.at().truncatedTo(ChronoUnit.MINUTES))
          .deaths()
          .merge(ending.verdict(), 1L, Long::sum);
    }
  }

  /** The clock of the host may have been set back: what is late counts for the latest minute. */
  private Minute minute(Instant from) {
    Minute latest = oldestFirst.peekLast();
    if (latest != null && !latest.from().isBefore(from)) {
      return latest;
    }
    if (oldestFirst.size() == MINUTES) {
      oldestFirst.removeFirst();
    }
    Minute fresh = new Minute(from, new HashMap<>());
    oldestFirst.addLast(fresh);
    return fresh;
  }

  /**
   * Those of the hour before this moment, and of its first minute all of it; the oldest first.
   *
   * @param now by the host's clock
   */
  List<Deaths> before(Instant now) {
    Instant from = now.truncatedTo(ChronoUnit.MINUTES).minus(MINUTES - 1, ChronoUnit.MINUTES);
    List<Deaths> deaths = new ArrayList<>();
    for (Minute minute : oldestFirst) {
      if (!minute.from().isBefore(from)) {
        minute
            .deaths()
            .forEach((verdict, count) -> deaths.add(new Deaths(minute.from(), verdict, count)));
      }
    }
    return deaths;
  }
}
