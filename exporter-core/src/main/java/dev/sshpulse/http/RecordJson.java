package dev.sshpulse.http;

import com.google.gson.stream.JsonWriter;
import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.AddressText;
import dev.sshpulse.model.Cause;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.Ending;
import dev.sshpulse.model.HookStatus;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.model.SshConnection;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connections that live, those that ended, and what can be observed, as JSON. What is not known is
 * left out; times are ISO 8601, durations seconds.
 */
final class RecordJson {

  /** 4 MB of text, and some hundredths of a second of the one thread. */
  static final int MOST_CONNECTIONS = 10_000;

  private static final double MILLIS_PER_SECOND = 1e3;

  final JsonWriter json;
  private final boolean addresses;

  RecordJson(JsonWriter json, boolean addresses) {
    this.json = json;
    this.addresses = addresses;
  }

  /** What a document consists of. */
  private interface Members {
    void write(RecordJson into) throws IOException;
  }

  /**
   * {@code {"observer": "agent", "path_idle_timeout": {…}, "endings": [{…}, …]}}.
   *
   * @param observer who has seen them: {@link Exported#observer}
   * @param pathTimeout what was inferred; null while nothing was
   * @param addresses whether to name the ends of each connection
   */
  static String endings(
      String observer, List<Ending> endings, @Nullable PathTimeout pathTimeout, boolean addresses) {
    return document(
        addresses,
        into -> {
          into.json.name("observer").value(observer);
          into.pathTimeout(pathTimeout);
          into.endings(endings);
        });
  }

  /**
   * {@code {"observer": "agent", "connections": [{…}, …]}} in their order. Beyond {@link
   * #MOST_CONNECTIONS} there are none, and {@code left_out} says how many.
   *
   * @param observer who sees them: {@link Exported#observer}
   * @param addresses whether to name the ends of each connection
   */
  static String connections(
      String observer, List<ConnectionStatus> connections, boolean addresses) {
    return document(
        addresses,
        into -> {
          into.json.name("observer").value(observer);
          into.connections(connections);
        });
  }

  /** {@code {"hooks": [{…}, …]}} in their order. */
  static String hooks(List<HookStatus> hooks) {
    return document(false, into -> into.hookStatuses(hooks));
  }

  /**
   * {@code {"sources": [{…}, …]}} in their order.
   *
   * @param reasons whether to tell them: they may name users, networks, files and addresses
   */
  static String sources(List<SourceStatus> sources, boolean reasons) {
    return document(reasons, into -> into.sourceStatuses(sources));
  }

  private static String document(boolean addresses, Members members) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setSerializeNulls(false);
      json.beginObject();
      members.write(new RecordJson(json, addresses));
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from memory
    }
    return text.append('\n').toString();
  }

  /** Of a silence survived that nobody has seen, no zero is said. */
  void pathTimeout(@Nullable PathTimeout timeout) throws IOException {
    if (timeout == null) {
      return;
    }
    json.name("path_idle_timeout").beginObject();
    if (timeout.lowerMillis() > 0) {
      json.name("lower_seconds").value(timeout.lowerMillis() / MILLIS_PER_SECOND);
    }
    json.name("upper_seconds").value(timeout.upperMillis() / MILLIS_PER_SECOND);
    json.name("advice").value(timeout.advice());
    json.endObject();
  }

  private void endings(List<Ending> endings) throws IOException {
    json.name("endings").beginArray();
    for (Ending ending : endings) {
      json.beginObject();
      write(ending);
      json.endObject();
    }
    json.endArray();
  }

  void write(Ending ending) throws IOException {
    identity(ending.connection());
    json.name("at").value(ending.at().toString());
    verdict(ending);
    times(ending.connection());
    seconds("duration_seconds", ending.duration());
    seconds("idle_seconds", ending.idle());
    seconds("detection_seconds", ending.detection());
    bytes(ending.receivedBytes(), ending.sentBytes());
    ends(ending.connection());
  }

  private void verdict(Ending ending) throws IOException {
    Cause cause = ending.cause();
    json.name("cause").value(cause.label());
    json.name("initiator").value(ending.initiator().label());
    json.name("failed").value(cause.failed());
    json.name("turn").value(cause.turn().label());
    json.name("look_first").value(cause.lookFirst());
    json.name("retry").value(cause.newConnection().label());
  }

  private void connections(List<ConnectionStatus> connections) throws IOException {
    int shown = Math.min(connections.size(), MOST_CONNECTIONS);
    json.name("connections").beginArray();
    for (ConnectionStatus status : connections.subList(0, shown)) {
      json.beginObject();
      write(status);
      json.endObject();
    }
    json.endArray();
    if (shown < connections.size()) {
      json.name("left_out").value(connections.size() - shown);
    }
  }

  void write(ConnectionStatus status) throws IOException {
    identity(status.connection());
    times(status.connection());
    state(status);
    ends(status.connection());
    if (addresses && status.process() != null) {
      json.name("process").value(status.process());
    }
  }

  /** What may change in its life. */
  void state(ConnectionStatus status) throws IOException {
    json.name("library").value(status.library().label());
    seconds("silent_seconds", status.silent());
    json.name("protection").value(status.protection().label());
    seconds("unanswered_seconds", status.unanswered());
    seconds("blocked_writer_seconds", status.blocked());
    seconds("peer_closed_seconds", status.peerClosed());
    bytes(status.receivedBytes(), status.sentBytes());
  }

  void hookStatuses(List<HookStatus> hooks) throws IOException {
    json.name("hooks").beginArray();
    for (HookStatus hook : hooks) {
      json.beginObject();
      json.name("library").value(hook.library());
      text("version", hook.version());
      json.name("status").value(hook.status().label());
      text("reason", hook.reason());
      json.endObject();
    }
    json.endArray();
  }

  void sourceStatuses(List<SourceStatus> sources) throws IOException {
    json.name("sources").beginArray();
    for (SourceStatus source : sources) {
      json.beginObject();
      json.name("source").value(source.source());
      json.name("up").value(source.up());
      if (addresses) {
        json.name("reason").value(source.reason());
      }
      seconds("read_seconds", source.took());
      json.endObject();
    }
    json.endArray();
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.name(name).value(value);
    }
  }

  private void identity(SshConnection connection) throws IOException {
    json.name("id").value(connection.id());
    json.name("side").value(connection.side().label());
    if (connection.fromTheMiddle()) {
      json.name("seen").value("from_the_middle");
    }
  }

  private void times(SshConnection connection) throws IOException {
    if (!connection.fromTheMiddle()) {
      json.name("opened_at").value(connection.openedAt().toString());
    }
    json.name("recognised_at").value(connection.recognisedAt().toString());
  }

  private void bytes(long received, long sent) throws IOException {
    json.name("received_bytes").value(received);
    json.name("sent_bytes").value(sent);
  }

  private void ends(SshConnection connection) throws IOException {
    end("local", connection.local());
    end("peer", connection.peer());
  }

  private void end(String name, @Nullable InetSocketAddress address) throws IOException {
    if (addresses && address != null) {
      json.name(name).value(AddressText.of(address));
    }
  }

  void seconds(String name, @Nullable Duration duration) throws IOException {
    if (duration != null) {
      json.name(name).value(duration.toMillis() / MILLIS_PER_SECOND);
    }
  }
}
