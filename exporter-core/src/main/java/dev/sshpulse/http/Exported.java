package dev.sshpulse.http;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.SourceStatus;
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
