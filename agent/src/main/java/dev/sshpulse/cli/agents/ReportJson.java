package dev.sshpulse.cli.agents;

import com.google.gson.stream.JsonWriter;
import dev.sshpulse.telemetry.Meters;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as one line of JSON; what is not known is left out. */
public final class ReportJson {

  /** The totals, by the names of their metrics without prefix and suffix. */
  private static final Map<String, Meters> TOTALS = new LinkedHashMap<>();

  static {
    TOTALS.put("active_connections", Meters.ACTIVE_CONNECTIONS);
    TOTALS.put("half_open_connections", Meters.HALF_OPEN);
    TOTALS.put("blocked_writers", Meters.BLOCKED_WRITERS);
    TOTALS.put("close_wait_connections", Meters.CLOSE_WAIT);
    TOTALS.put("unprotected_connections", Meters.UNPROTECTED);
    TOTALS.put("connection_endings", Meters.CONNECTION_ENDINGS);
    TOTALS.put("connection_failures", Meters.CONNECTION_FAILURES);
    TOTALS.put("received_bytes", Meters.RECEIVED_BYTES);
    TOTALS.put("sent_bytes", Meters.SENT_BYTES);
    TOTALS.put("errors", Meters.ERRORS);
    TOTALS.put("dropped", Meters.DROPPED);
    TOTALS.put("spans_exported", Meters.SPANS_EXPORTED);
    TOTALS.put("spans_failed", Meters.SPANS_FAILED);
  }

  private final JsonWriter json;

  private ReportJson(JsonWriter json) {
    this.json = json;
  }

  /**
   * Writes it.
   *
   * @param record whether to list the connections, those that live and those that ended
   */
  public static String of(Report report, boolean record) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      new ReportJson(json).write(report, record);
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from memory
    }
    return text.toString();
  }

  private void write(Report report, boolean record) throws IOException {
    text("url", String.valueOf(report.target().url()), report.target().url() != null);
    text("process", report.target().process(), !report.target().process().isEmpty());
    json.name("at").value(report.at().toString());
    json.name("running").value(report.gone() == null);
    if (report.gone() != null) {
      json.name("reason").value(report.gone());
      return;
    }
    json.name("observing").value(report.observing());
    text("reason", String.valueOf(report.notReady()), report.notReady() != null);
    json.name("observer").value(report.observer());
    json.name("version").value(report.version());
    json.name("opinion").value(Opinion.on(List.of(report)).sentence());
    totals(report);
    deaths(report);
    if (report.path() != null) {
      json.name("path_idle_timeout");
      report.path().write(json);
    }
    facts("hooks", report.hooks());
    facts("sources", report.sources());
    if (record) {
      record(report);
    }
  }

  private void text(String name, String value, boolean known) throws IOException {
    if (known) {
      json.name(name).value(value);
    }
  }

  private void totals(Report report) throws IOException {
    json.name("totals").beginObject();
    for (Map.Entry<String, Meters> total : TOTALS.entrySet()) {
      if (report.sum(total.getValue()).isPresent()) {
        json.name(total.getKey()).value(report.count(total.getValue()));
      }
    }
    json.endObject();
  }

  private void deaths(Report report) throws IOException {
    json.name("deaths_last_hour").beginArray();
    for (Death death : Death.among(report.endings(), Death.LATELY_SECONDS, report.at())) {
      json.beginObject();
      json.name("cause").value(death.cause());
      json.name("count").value(death.count());
      json.name("turn").value(death.turn());
      json.name("look_first").value(death.lookFirst());
      json.name("seconds_ago").value(death.secondsAgo());
      json.endObject();
    }
    json.endArray();
  }

  private void facts(String name, List<Facts> all) throws IOException {
    json.name(name).beginArray();
    for (Facts facts : all) {
      facts.write(json);
    }
    json.endArray();
  }

  private void record(Report report) throws IOException {
    facts(
        "connections",
        report.live().stream().sorted(Worry.WORST_FIRST).map(Connection::facts).toList());
    if (report.leftOut() > 0) {
      json.name("left_out").value(report.leftOut());
    }
    facts("endings", report.endings().stream().map(Connection::facts).toList());
  }
}
