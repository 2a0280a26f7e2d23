package dev.sshpulse.http;

import org.jspecify.annotations.Nullable;

/** From a request to its answer, and nothing else: no Netty, no socket. */
final class Routes {

  /** Prometheus' text format, exactly as Prometheus 3 demands it. */
  static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  /** OpenMetrics, likewise. */
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final String JSON = "application/json";
  private static final String HTML = "text/html; charset=utf-8";

  private final Exported exported;

  Routes(Exported exported) {
    this.exported = exported;
  }

  /**
   * Answers a GET or HEAD.
   *
   * @param target as in the request line: a path, perhaps with a query, which is ignored
   * @param accept the request's {@code Accept}; null without one
   * @param local whether the caller may see addresses, and why a source fares as it does: {@link
   *     LocalCaller}
   */
  Answer answer(String target, @Nullable String accept, boolean local) {
    return switch (path(target)) {
      case "/metrics" -> metrics(accept);
      case "/api/v1/connections" -> new Answer(200, JSON, connections(local));
      case "/api/v1/endings" -> new Answer(200, JSON, endings(local));
      case "/api/v1/hooks" -> new Answer(200, JSON, RecordJson.hooks(exported.hooks()));
      case "/api/v1/sources" ->
          new Answer(200, JSON, RecordJson.sources(exported.sources(), local));
      case "/-/healthy" -> Answer.plain(200, "sshpulse is alive");
      case "/-/ready" -> ready();
      case "/" -> new Answer(200, HTML, Page.landing(exported.version()));
      default -> Answer.plain(404, "Nothing here. Metrics are at /metrics, a page is at /.");
    };
  }

  private String connections(boolean local) {
    return RecordJson.connections(exported.observer(), exported.connections(), local);
  }

  private String endings(boolean local) {
    return RecordJson.endings(
        exported.observer(), exported.endings(), exported.pathTimeout(), local);
  }

  private Answer metrics(@Nullable String accept) {
    String format = Accept.prefersOpenMetrics(accept) ? OPEN_METRICS : TEXT;
    return new Answer(200, format, exported.scrape(format));
  }

  private Answer ready() {
    String reason = exported.notReadyBecause();
    return reason == null
        ? Answer.plain(200, "sshpulse is ready")
        : Answer.plain(503, "sshpulse is not ready: " + reason);
  }

  private static String path(String target) {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }
}
