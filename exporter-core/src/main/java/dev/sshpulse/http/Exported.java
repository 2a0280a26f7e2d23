package dev.sshpulse.http;

import org.jspecify.annotations.Nullable;

/** What the exporter serves. Called on its one thread. */
public interface Exported {

  /** The version of sshpulse, for the landing page. */
  String version();

  /**
   * All metrics, read now.
   *
   * @param contentType the format: {@link Routes#TEXT} or {@link Routes#OPEN_METRICS}
   */
  String scrape(String contentType);

  /** Why {@code /-/ready} is to answer 503, in one sentence; null once it is to answer 200. */
  @Nullable String notReadyBecause();
}
