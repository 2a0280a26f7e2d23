package dev.sshpulse.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What came of trying to export spans.
 *
 * @param export null where spans are off
 * @param summary one phrase, for people
 */
record SpanStart(@Nullable SpanExport export, SpanTotals totals, String summary) {

  static SpanStart of(OtlpSettings settings, SpanTotals totals) {
    String endpoint = settings.endpoint();
    if (endpoint == null) {
      return off(settings.refusal(), totals);
    }
    try {
      SpanExport export = new SpanExport(settings, totals);
      return new SpanStart(export, totals, "otlp " + withoutCredentials(endpoint));
    } catch (RuntimeException | LinkageError e) {
      return off(oneLine(e), totals);
    }
  }

  private static SpanStart off(@Nullable String reason, SpanTotals totals) {
    return new SpanStart(null, totals, reason == null ? "otlp off" : "otlp off (" + reason + ")");
  }

  static String oneLine(Throwable refused) {
    String message = String.valueOf(refused.getMessage());
    int value = message.indexOf('='); // what follows may be a header with a secret
    return withoutControls(value < 0 ? message : message.substring(0, value));
  }

  private static String withoutControls(String text) {
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      characters[i] = Character.isISOControl(characters[i]) ? ' ' : characters[i];
    }
    return new String(characters);
  }

  static String withoutCredentials(String endpoint) {
    int host = endpoint.indexOf("://") + "://".length();
    int path = endpoint.indexOf('/', host);
    int at = endpoint.lastIndexOf('@', path < 0 ? endpoint.length() : path);
    return at < host ? endpoint : endpoint.substring(0, host) + endpoint.substring(at + 1);
  }
}
