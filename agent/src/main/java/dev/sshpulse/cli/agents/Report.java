package dev.sshpulse.cli.agents;

import dev.sshpulse.telemetry.Meters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * All that an agent said at one time.
 *
 * @param gone why it said nothing; null if it did, and then all that follows is empty
 * @param observer {@code agent} or {@code sidecar}
 * @param notReady why it is not; null when it is
 * @param leftOut live connections beyond those listed
 * @param endings those it remembers, the newest first
 * @param path after which silence flows are forgotten, and what to do; null while that is unknown
 * @param sources of a sidecar, how they fare
 */
public record Report(
    Target target,
    Instant at,
    @Nullable String gone,
    String observer,
    @Nullable String notReady,
    Scrape metrics,
    List<Connection> live,
    long leftOut,
    List<Connection> endings,
    @Nullable Facts path,
    List<Facts> hooks,
    List<Facts> sources) {

  /** Of one that does not answer. */
  static Report gone(Target target, Instant at, String reason) {
    return new Report(
        target,
        at,
        reason,
        "agent",
        null,
        new Scrape(List.of()),
        List.of(),
        0,
        List.of(),
        null,
        List.of(),
        List.of());
  }

  /** Whether it runs, and sees sockets. */
  public boolean observing() {
    return gone == null && notReady == null && sum(Meters.UP).orElse(0) == 1;
  }

  /** The release; empty where it is not known. */
  public String version() {
    List<Scrape.Sample> info = metrics.all(Meters.BUILD_INFO.exposedName(), Map.of());
    return info.isEmpty() ? "" : info.get(0).labels().getOrDefault("version", "");
  }

  /** All series of a metric together; empty where it is absent, which is not zero. */
  public OptionalDouble sum(Meters meter) {
    return metrics.sum(meter.exposedName(), Map.of());
  }

  /** One series of a metric. */
  public OptionalDouble sum(Meters meter, String label, String value) {
    return metrics.sum(meter.exposedName(), Map.of(label, value));
  }

  /** Of a metric that is a count; 0 where it is absent. */
  public long count(Meters meter) {
    return (long) sum(meter).orElse(0);
  }

  /** Whether there are connections, and none of them says between whom it is. */
  public boolean hidesAddresses() {
    List<Connection> shown = live.isEmpty() ? endings : live;
    return !shown.isEmpty() && shown.stream().noneMatch(one -> one.facts().has("local"));
  }

  /** Why it would, and what to do. */
  public String hidesAddressesBecause() {
    return target.isLoopback()
        ? "addresses are hidden: it listens beyond loopback, or a forward lies between; ask as a"
            + " user of its http.web-config (--user)"
        : "addresses are shown only on its own host, or to a user of its http.web-config (--user)";
  }
}
