package dev.sshpulse.packed.peers;

import java.util.List;

/**
 * What the agent must say of one scenario, in a host that is the server.
 *
 * @param cause of the one ending
 * @param initiators who may have begun it: more than one where the wire alone cannot tell, because
 *     both sides close when the client has said goodbye
 * @param counters every change, as {@link Counters#changes} writes it
 * @param spans every span, as {@link Spans#take} writes it, with {@code <initiator>} for who it was
 */
record Expected(String cause, List<String> initiators, List<String> counters, List<String> spans) {
  private static final String ENDS =
      "client.address=127.0.0.1, client.port=…, "
          + "network.local.address=127.0.0.1, network.local.port=…, "
          + "network.peer.address=127.0.0.1, network.peer.port=…, "
          + "network.protocol.name=ssh, network.transport=tcp, network.type=ipv4, ";

  /** The row of this client and this scenario. */
  static Expected of(ClientOfOtherMake client, Scenario scenario) {
    return new Expected("closed", initiators(scenario), ofOneConnection(), connectAndClose());
  }

  private static List<String> initiators(Scenario scenario) {
    return scenario == Scenario.CLIENT_VANISHES ? List.of("peer") : List.of("local", "peer");
  }

  private static List<String> ofOneConnection() {
    return List.of(
        "ssh_connection_duration_seconds_count{side=\"server\"} +1",
        "ssh_connection_endings_total{side=\"server\"} +1",
        "ssh_connections_total{side=\"server\"} +1",
        "ssh_received_bytes_total{side=\"server\"} some",
        "ssh_sent_bytes_total{side=\"server\"} some");
  }

  private static List<String> connectAndClose() {
    return List.of(
        "ssh close INTERNAL root UNSET -> ssh connect {"
            + ENDS
            + "ssh.close.cause=closed, ssh.close.detection_ms=…, ssh.close.idle_ms=…, "
            + "ssh.close.initiator=<initiator>, ssh.close.retry=now, "
            + "ssh.connection.duration_ms=…, ssh.connection.id=…, "
            + "ssh.connection.received_bytes=…, ssh.connection.sent_bytes=…}",
        "ssh connect SERVER root UNSET {" + ENDS + "ssh.connection.id=…}");
  }

  /** {@link #spans}, once it is known who it was. */
  List<String> spans(String initiator) {
    return spans.stream().map(span -> span.replace("<initiator>", initiator)).toList();
  }
}
