package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.stream.JsonWriter;
import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Deaths;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.Faults;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The events of the page's stream. {@code snapshot} tells all; {@code change} what is new since the
 * event before; {@code beat} that nothing is. Members are those of the JSON answers.
 */
final class EventJson {

  private final Exported exported;
  private final Faults faults;

  EventJson(Exported exported, Faults faults) {
    this.exported = exported;
    this.faults = faults;
  }

  /** What an object consists of. */
  private interface Members {
    void write(JsonWriter json, RecordJson record) throws IOException;
  }

  /**
   * All that there is to tell.
   *
   * @param addresses whether to name the ends of connections, and why sources fare as they do
   */
  byte[] snapshot(Moment now, String facts, boolean addresses) {
    return event(
        "snapshot",
        addresses,
        (json, record) -> {
          json.name("at").value(now.at().toString());
          json.name("observer").value(exported.observer());
          json.name("version").value(exported.version());
          json.name("addresses").value(addresses);
          record.seconds("half_open_seconds", exported.halfOpenAfter());
          connections("connections", now.live(), json, record);
          json.name("left_out").value(now.leftOut());
          endings(now.endings(), json, record);
          deaths(now.deaths(), json);
          json.name("facts").jsonValue(facts);
        });
  }

  /**
   * What is new.
   *
   * @param facts empty where they are what they were
   */
  byte[] change(Moment now, String facts, boolean addresses) {
    boolean isBeat = now.delta().isEmpty() && now.ended() == 0 && facts.isEmpty();
    return event(
        isBeat ? "beat" : "change",
        addresses,
        (json, record) -> {
          json.name("at").value(now.at().toString());
          if (!isBeat) {
            news(now, facts, json, record);
          }
        });
  }

  private static void news(Moment now, String facts, JsonWriter json, RecordJson record)
      throws IOException {
    connections("begun", now.delta().begun(), json, record);
    json.name("changed").beginArray();
    for (ConnectionStatus status : now.delta().changed()) {
      json.beginObject();
      json.name("id").value(status.connection().id());
      record.state(status);
      json.endObject();
    }
    json.endArray();
    json.name("gone").beginArray();
    for (long id : now.delta().gone()) {
      json.value(id);
    }
    json.endArray();
    json.name("left_out").value(now.leftOut());
    endings(now.endings().subList(0, now.ended()), json, record);
    deaths(now.ended() == 0 ? List.of() : latest(now.deaths(), now.at()), json);
    if (!facts.isEmpty()) {
      json.name("facts").jsonValue(facts);
    }
  }

  /** Those of minutes that may still grow. */
  private static List<Deaths> latest(List<Deaths> deaths, Instant now) {
    Instant from = now.truncatedTo(ChronoUnit.MINUTES).minus(1, ChronoUnit.MINUTES);
    return deaths.stream().filter(of -> !of.minute().isBefore(from)).toList();
  }

  /** What seldom changes, as an object. */
  String facts(boolean addresses) {
    return object(
        addresses,
        (json, record) -> {
          String notReady = exported.notReadyBecause();
          if (notReady != null) {
            json.name("not_ready_because").value(notReady);
          }
          PathTimeout path = exported.pathTimeout();
          record.pathTimeout(path);
          if (path != null) {
            json.name("advised_interval_seconds").value(path.intervalSeconds());
          }
          record.hookStatuses(exported.hooks());
          record.sourceStatuses(exported.sources());
          faults(json);
        });
  }

  private void faults(JsonWriter json) throws IOException {
    json.name("errors").beginObject();
    for (Faults.Where where : Faults.Where.values()) {
      json.name(where.label()).value(faults.errors(where));
    }
    json.endObject();
    json.name("dropped").beginObject();
    for (Faults.What what : Faults.What.values()) {
      json.name(what.label()).value(faults.drops(what));
    }
    json.endObject();
  }

  private static void connections(
      String name, List<ConnectionStatus> all, JsonWriter json, RecordJson record)
      throws IOException {
    json.name(name).beginArray();
    for (ConnectionStatus status : all) {
      json.beginObject();
      record.write(status);
      json.endObject();
    }
    json.endArray();
  }

  private static void endings(List<Ending> all, JsonWriter json, RecordJson record)
      throws IOException {
    json.name("endings").beginArray();
    for (Ending ending : all) {
      json.beginObject();
      record.write(ending);
      json.endObject();
    }
    json.endArray();
  }

  private static void deaths(List<Deaths> all, JsonWriter json) throws IOException {
    json.name("deaths").beginArray();
    for (Deaths deaths : all) {
      json.beginObject();
      json.name("minute").value(deaths.minute().toString());
      json.name("cause").value(deaths.verdict().cause().label());
      json.name("initiator").value(deaths.verdict().initiator().label());
      json.name("count").value(deaths.count());
      json.endObject();
    }
    json.endArray();
  }

  private static byte[] event(String name, boolean addresses, Members members) {
    return ("event: " + name + "\ndata: " + object(addresses, members) + "\n\n").getBytes(UTF_8);
  }

  private static String object(boolean addresses, Members members) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setSerializeNulls(false);
      json.beginObject();
      members.write(json, new RecordJson(json, addresses));
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from memory
    }
    return text.toString();
  }
}
