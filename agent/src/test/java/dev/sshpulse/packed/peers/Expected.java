package dev.sshpulse.packed.peers;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the agent must say of one connection.
 *
 * @param cause of the one ending
 * @param initiators who may have begun it: more than one where the wire alone cannot tell, because
 *     both sides close when the client has said goodbye
 * @param counters every change, as {@link Counters#changes} writes it
 * @param spans every span, as {@link Spans#take} writes it, with {@code <initiator>} for who it was
 */
record Expected(String cause, List<String> initiators, List<String> counters, List<String> spans) {
  private static final String NETWORK =
      "network.local.address=127.0.0.1, network.local.port=…, "
          + "network.peer.address=127.0.0.1, network.peer.port=…, "
          + "network.protocol.name=ssh, network.transport=tcp, network.type=ipv4, ";

  /** In a host that is the server: the row of this client and this scenario. */
  static Expected of(ClientOfOtherMake client, Scenario scenario) {
    return wire("server", initiators(scenario));
  }

  /** In a host that is the client: the row of this library, this server and this scenario. */
  static Expected of(JavaLibrary library, LibraryServer server, Scenario scenario) {
    return wire("client", initiators(scenario));
  }

  /** What can be known without a hook in the library. */
  private static Expected wire(String side, List<String> initiators) {
    return new Expected("closed", initiators, ofOneConnection(side), connectAndClose(side));
  }

  private static List<String> initiators(Scenario scenario) {
    return scenario == Scenario.CLIENT_VANISHES ? List.of("peer") : List.of("local", "peer");
  }

  private static List<String> ofOneConnection(String side) {
    return Stream.of(
            "ssh_connection_duration_seconds_count{side=\"<side>\"} +1",
            "ssh_connection_endings_total{side=\"<side>\"} +1",
            "ssh_connections_total{side=\"<side>\"} +1",
            "ssh_received_bytes_total{side=\"<side>\"} some",
            "ssh_sent_bytes_total{side=\"<side>\"} some")
        .map(series -> series.replace("<side>", side))
        .toList();
  }

  private static List<String> connectAndClose(String side) {
    boolean client = side.equals("client");
    String kind = client ? "CLIENT" : "SERVER";
    String server = "server.address=127.0.0.1, server.port=…, ";
    String ends = client ? NETWORK + server : "client.address=127.0.0.1, client.port=…, " + NETWORK;
    return List.of(
        "ssh close INTERNAL root UNSET -> ssh connect {"
            + ends
            + "ssh.close.cause=closed, ssh.close.detection_ms=…, ssh.close.idle_ms=…, "
            + "ssh.close.initiator=<initiator>, ssh.close.retry=now, "
            + "ssh.connection.duration_ms=…, ssh.connection.id=…, "
            + "ssh.connection.received_bytes=…, ssh.connection.sent_bytes=…}",
        "ssh connect " + kind + " root UNSET {" + ends + "ssh.connection.id=…}");
  }

  /** {@link #spans}, once it is known who it was. */
  List<String> spans(String initiator) {
    return spans.stream().map(span -> span.replace("<initiator>", initiator)).toList();
  }
}
