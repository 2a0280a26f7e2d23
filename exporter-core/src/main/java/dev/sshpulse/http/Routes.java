package dev.sshpulse.http;

import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** From a request to its answer, and nothing else: no Netty, no socket. */
final class Routes {

  /** Prometheus' text format, exactly as Prometheus 3 demands it. */
  static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  /** OpenMetrics, likewise. */
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final String JSON = "application/json";

  /** RFC 9512. */
  private static final String YAML = "application/yaml";

  static final String EVENTS = "text/event-stream; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";

  private static final Answer NOWHERE =
      Answer.plain(404, "Nothing here. Metrics are at /metrics, a page is at /.");

  private final Exported exported;
  private final SharedScrapes scrapes;

  Routes(Exported exported) {
    this.exported = exported;
    this.scrapes = new SharedScrapes(exported);
  }

  Exported exported() {
    return exported;
  }

  /** An answer's body as it leaves. */
  Body body(Answer answer, boolean mayBeCompressed) {
    return scrapes.body(answer.body(), mayBeCompressed);
  }

  /**
   * Answers a GET or HEAD.
   *
   * @param target as in the request line: a path, perhaps with a query, which only {@code /metrics}
   *     minds
   * @param accept the request's {@code Accept}; null without one
   * @param caller by whom addresses may be seen, and why a source fares as it does
   * @param afterThisPass until when scrapes share what they are told
   */
  Answer answer(String target, @Nullable String accept, Caller caller, Executor afterThisPass) {
    Path path = Path.of(target);
    if (path == null) {
      return NOWHERE;
    }
    return switch (path) {
      case METRICS -> metrics(target, accept, afterThisPass);
      case CONNECTIONS -> new Answer(200, JSON, connections(caller));
      case ENDINGS -> new Answer(200, JSON, endings(caller));
      case HOOKS -> new Answer(200, JSON, RecordJson.hooks(exported.hooks()));
      case SOURCES ->
          new Answer(200, JSON, RecordJson.sources(exported.sources(), caller.seesAddresses()));
      case DESCRIPTION -> new Answer(200, YAML, ApiDescription.of(exported.version()));
      case HEALTHY -> Answer.plain(200, "sshpulse is alive");
      case READY -> ready();
      case PAGE -> page();
      // A GET never gets here: EventStreams answers it.
      case EVENTS -> new Answer(200, EVENTS, "");
    };
  }

  private Answer page() {
    Page page = Page.read(exported.version());
    return new Answer(200, HTML, page.html(), page.policy());
  }

  private String connections(Caller caller) {
    return RecordJson.connections(
        exported.observer(), exported.connections(), caller.seesAddresses());
  }

  private String endings(Caller caller) {
    return RecordJson.endings(
        exported.observer(), exported.endings(), exported.pathTimeout(), caller.seesAddresses());
  }

  private Answer metrics(String target, @Nullable String accept, Executor afterThisPass) {
    boolean openMetrics = Accept.prefersOpenMetrics(accept);
    String all = scrapes.text(openMetrics ? OPEN_METRICS : TEXT, afterThisPass);
    Set<String> names = NamedMetrics.in(target);
    return new Answer(
        200,
        openMetrics ? OPEN_METRICS + Accept.escaping(accept) : TEXT,
        names.isEmpty() ? all : NamedMetrics.of(all, names));
  }

  private Answer ready() {
    String reason = exported.notReadyBecause();
    return reason == null
        ? Answer.plain(200, "sshpulse is ready")
        : Answer.plain(503, "sshpulse is not ready: " + reason);
  }
}
