package dev.sshpulse.cli.agents;

import dev.sshpulse.telemetry.Meters;
import dev.sshpulse.telemetry.RecentEndings;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One that is asked, perhaps again and again. */
public final class Agent {
  private final Target target;
  private final Clock clock;
  private final @Nullable AgentClient client;

  /** The thousand last endings are asked for again only where some may be missing. */
  private @Nullable Facts endings;

  private long endingsWhen;

  /** Whether one that was counted by then may not have been in the record yet. */
  private boolean someMayBeMissing;

  /** One to ask. */
  Agent(Target target, Access.Credentials credentials, Clock clock) {
    URI url = target.url();
    this.target = target;
    this.clock = clock;
    this.client = url == null ? null : new AgentClient(url, credentials);
  }

  /** Whom this asks. */
  public Target target() {
    return target;
  }

  /** What it says now, or why it says nothing. */
  public Report ask() {
    if (client == null) {
      return Report.gone(target, clock.instant(), target.off());
    }
    try {
      return ask(client);
    } catch (AgentFailure e) {
      endings = null;
      return Report.gone(target, clock.instant(), e.reason());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // Whoever asks again and again must hear of it, and not show what was before for ever.
      endings = null;
      return Report.gone(target, clock.instant(), AgentClient.stranger("with " + e).reason());
    }
  }

  private Report ask(AgentClient client) throws AgentFailure {
    Scrape metrics = client.metrics();
    if (metrics.all(Meters.BUILD_INFO.exposedName(), Map.of()).isEmpty()) {
      throw AgentClient.stranger("with the metrics of another program");
    }
    Facts live = client.facts("/api/v1/connections");
    // Of a busy host's answer: what it says of silences is of this moment.
    Instant now = clock.instant();
    Facts ended = endings(client, metrics);
    return new Report(
        target,
        now,
        null,
        live.text("observer"),
        client.notReadyBecause(),
        metrics,
        live.list("connections").stream().map(one -> Connection.live(target, one, now)).toList(),
        live.count("left_out"),
        ended.list("endings").stream().map(one -> Connection.ended(target, one)).toList(),
        ended.at("path_idle_timeout"),
        client.facts("/api/v1/hooks").list("hooks"),
        client.facts("/api/v1/sources").list("sources"));
  }

  private Facts endings(AgentClient client, Scrape metrics) throws AgentFailure {
    long ended = (long) metrics.sum(Meters.CONNECTION_ENDINGS.exposedName(), Map.of()).orElse(0);
    Facts known = endings;
    boolean news = ended != endingsWhen;
    if (known != null && !news && !someMayBeMissing) {
      return known;
    }
    Facts fresh = client.facts("/api/v1/endings");
    long told = fresh.list("endings").size();
    // Of a full record its length tells nothing, so it is asked for once more.
    someMayBeMissing = known == null || news || told < Math.min(ended, RecentEndings.MOST_KEPT);
    endings = fresh;
    endingsWhen = ended;
    return fresh;
  }
}
