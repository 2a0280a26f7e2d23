package dev.sshpulse.http;

import org.jspecify.annotations.Nullable;

/** What is served. Each is described in {@code openapi.yaml}. */
enum Path {
  PAGE("/"),
  METRICS("/metrics"),
  HEALTHY("/-/healthy"),
  READY("/-/ready"),
  CONNECTIONS("/api/v1/connections"),
  ENDINGS("/api/v1/endings"),
  HOOKS("/api/v1/hooks"),
  SOURCES("/api/v1/sources"),
  EVENTS("/api/v1/events"),
  DESCRIPTION("/api/v1/openapi.yaml");

  private static final Path[] ALL = values();

  final String text;

  Path(String text) {
    this.text = text;
  }

  /**
   * The one that is meant, letter by letter; null when nothing is served there.
   *
   * @param target a path, perhaps with a query
   */
  static @Nullable Path of(String target) {
    int query = target.indexOf('?');
    int length = query < 0 ? target.length() : query;
    for (Path path : ALL) {
      if (path.text.length() == length && target.startsWith(path.text)) {
        return path;
      }
    }
    return null;
  }
}
