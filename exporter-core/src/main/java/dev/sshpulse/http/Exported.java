package dev.sshpulse.http;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Deaths;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the exporter serves. Called on its one thread. */
public interface Exported {

  /** The version of sshpulse, for the landing page. */
  String version();

  /** What watches: {@code agent}, from within a JVM, or {@code sidecar}, from outside. */
  default String observer() {
    return "agent";
  }

  /**
   * All metrics, read now.
   *
   * @param contentType the format: {@link Routes#TEXT} or {@link Routes#OPEN_METRICS}
   */
  String scrape(String contentType);

  /** How the SSH connections that live are doing now, the oldest first. */
  List<ConnectionStatus> connections();

  /** The endings that are remembered, the newest first. */
  List<Ending> endings();

  /** Likewise, but waits for nobody: what ended just now may be missing. */
  default List<Ending> endingsSoFar() {
    return endings();
  }

  /**
   * How many connections failed in each minute of the last hour, the oldest first.
   *
   * @param now by the host's clock
   */
  List<Deaths> deaths(Instant now);

  /** For how long something must have had no answer for a connection to be half open. */
  Duration halfOpenAfter();

  /** What can be observed here and what cannot. */
  List<HookStatus> hooks();

  /** How the sidecar's sources fare; none in a host JVM. */
  default List<SourceStatus> sources() {
    return List.of();
  }

  /** After which silence a path forgets flows; null while that is not known. */
  @Nullable PathTimeout pathTimeout();

  /** Why {@code /-/ready} is to answer 503, in one sentence; null once it is to answer 200. */
  @Nullable String notReadyBecause();
}
