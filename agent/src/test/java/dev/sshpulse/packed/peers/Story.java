package dev.sshpulse.packed.peers;

import dev.sshpulse.model.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened on one connection, and from that all that the agent must say of it. */
final class Story {
  private static final String NETWORK =
      "network.local.address=127.0.0.1, network.local.port=…, "
          + "network.peer.address=127.0.0.1, network.peer.port=…, "
          + "network.protocol.name=ssh, network.transport=tcp, network.type=ipv4";

  private final boolean client;
  private final String speaker;
  private final Map<String, Integer> counters = new TreeMap<>();
  private final List<String> logins = new ArrayList<>();
  private final List<Channel> channels = new ArrayList<>();
  private String cause;
  private String initiator;
  private Integer code;

  private record Channel(String kind, Integer status) {}

  private Story(boolean client, String speaker) {
    this.client = client;
    this.speaker = speaker;
    for (String each : List.of("connections_total", "connection_endings_total")) {
      count("ssh_" + each, "", 1);
    }
    count("ssh_connection_duration_seconds_count", "", 1);
    count("ssh_handshake_duration_seconds_count", "", 1);
  }

  /** Of MINA's server in the host. */
  static Story ofServer(String clientsIdentification, String version) {
    return new Story(
        false, speaker("mina-sshd", version, clientsIdentification, "SSH-2.0-APACHE-SSHD-…"));
  }

  /** Of a client in the host. */
  static Story ofClient(JavaLibrary library, String serversIdentification) {
    String itself = library.habits.identification();
    return ofClient(library.label(), library.version(), itself, serversIdentification);
  }

  /** Of a client in the host, on this version of a library. */
  static Story ofClient(
      String library, String version, String identification, String serversIdentification) {
    Story story =
        new Story(
            true,
            "server.address=127.0.0.1, server.port=…, ssh.host=127.0.0.1, "
                + speaker(library, version, identification, serversIdentification));
    story.counters.put("ssh_connect_attempts_total", 1);
    return story;
  }

  private static String speaker(String library, String version, String client, String server) {
    return "network.protocol.version=2.0, ssh.library=%s, ssh.library.version=%s, "
            .formatted(library, version)
        + "ssh.client.version=%s, ssh.server.version=%s".formatted(client, server);
  }

  private void count(String counter, String label, int more) {
    String side = "side=\"" + side() + "\"";
    String labels = label.isEmpty() ? side : label + "," + side;
    counters.merge(counter + "{" + labels + "}", more, Integer::sum);
  }

  private String side() {
    return client ? "client" : "server";
  }

  Story ends(String cause, String initiator, Integer code) {
    this.cause = cause;
    this.initiator = initiator;
    this.code = code;
    if (failed()) {
      String labels = "cause=\"%s\",initiator=\"%s\"".formatted(cause, initiator);
      count("ssh_connection_failures_total", labels, 1);
      count("ssh_connection_idle_before_failure_seconds_count", "", 1);
      count("ssh_failure_detection_seconds_count", "", 1);
    }
    return this;
  }

  private boolean failed() {
    return !cause.equals("closed");
  }

  Story accepted(String method) {
    count("ssh_auth_duration_seconds_count", "", 1);
    return attempt(method, "success");
  }

  Story refused(String method) {
    count("ssh_auth_failures_total", "method=\"" + method + "\"", 1);
    return attempt(method, "failure");
  }

  /** The client thought better of it, or the server had enough. */
  Story unanswered(String method) {
    return attempt(method, null);
  }

  private Story attempt(String method, String outcome) {
    count("ssh_auth_attempts_total", "method=\"" + method + "\"", 1);
    boolean refused = "failure".equals(outcome);
    logins.add(
        span(
            "ssh auth INTERNAL below ssh connect",
            client && refused ? "auth_failed" : null,
            refused ? refusal(method) : "",
            "ssh.auth.method=" + method,
            outcome == null ? "" : "ssh.auth.outcome=" + outcome,
            "ssh.connection.id=…"));
    return this;
  }

  private static String refusal(String method) {
    return " ! exception {exception.message=the server refused the method "
        + method
        + ", exception.type=SSH_MSG_USERAUTH_FAILURE}";
  }

  /**
   * A channel.
   *
   * @param status with which its command ended; null if it did not, or has none
   */
  Story channel(String kind, Integer status) {
    count("ssh_channels_total", "kind=\"" + kind + "\"", 1);
    channels.add(new Channel(kind, status));
    return this;
  }

  private String session(Channel channel) {
    String kind = channel.kind;
    Integer status = channel.status;
    return span(
        "ssh session " + side().toUpperCase(Locale.ROOT) + " below ssh connect",
        status == null && failed() ? cause : null,
        "",
        "ssh.channel.kind=" + kind,
        "ssh.connection.id=…",
        "ssh.session.duration_ms=…",
        status == null ? "" : "ssh.session.exit_status=" + status);
  }

  Expected told() {
    return new Expected(cause + " by " + initiator, counterLines(), spans());
  }

  private List<String> counterLines() {
    Stream<String> exact =
        counters.entrySet().stream().map(entry -> entry.getKey() + " +" + entry.getValue());
    Stream<String> bytes =
        Stream.of("ssh_received_bytes_total", "ssh_sent_bytes_total")
            .map(counter -> "%s{side=\"%s\"} some".formatted(counter, side()));
    return Stream.concat(exact, bytes).sorted().toList();
  }

  private List<String> spans() {
    List<String> all = new ArrayList<>(logins);
    channels.forEach(channel -> all.add(session(channel)));
    all.add(connect());
    all.add(close());
    return all.stream().sorted().toList();
  }

  private String connect() {
    return span(
        "ssh connect " + side().toUpperCase(Locale.ROOT) + " root",
        null,
        "",
        NETWORK,
        client ? "" : "client.address=127.0.0.1, client.port=…",
        speaker,
        "ssh.connection.id=…");
  }

  private String close() {
    Cause known = Cause.valueOf(cause.toUpperCase(Locale.ROOT));
    return span(
        "ssh close INTERNAL root",
        failed() ? cause : null,
        " -> ssh connect",
        NETWORK,
        side().equals("client") ? "server.address=127.0.0.1" : "client.address=127.0.0.1",
        side().equals("client") ? "server.port=…" : "client.port=…",
        "ssh.close.cause=" + cause,
        "ssh.close.detection_ms=…, ssh.close.idle_ms=…",
        "ssh.close.initiator=" + initiator,
        "ssh.close.retry=" + known.newConnection().label(),
        "ssh.connection.duration_ms=…, ssh.connection.id=…",
        "ssh.connection.received_bytes=…, ssh.connection.sent_bytes=…",
        code == null ? "" : "ssh.disconnect.reason_code=" + code);
  }

  /** As {@link Spans#take} writes it. */
  private static String span(String head, String error, String linkOrEvent, String... attributes) {
    Stream<String> all =
        Stream.concat(
            Stream.of(attributes).flatMap(several -> Stream.of(several.split(", "))),
            error == null ? Stream.empty() : Stream.of("error.type=" + error));
    return all.filter(attribute -> !attribute.isEmpty())
        .sorted()
        .collect(
            Collectors.joining(
                ", ", head + (error == null ? " UNSET" : " ERROR") + linkOrEvent + " {", "}"));
  }
}
