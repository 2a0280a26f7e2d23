package dev.sshpulse.packed;

import dev.sshpulse.stack.Node;
import java.time.Duration;
import java.util.List;

/** What {@code /api/v1/endings} says of one connection. */
public record Told(
    String side,
    String cause,
    String initiator,
    Duration idle,
    Duration detection,
    String local,
    String peer) {

  /** All that it says of, the newest first. */
  public static List<Told> all(String json) {
    return Node.of("endings", json).at("endings").list().stream().map(Told::of).toList();
  }

  private static Told of(Node ending) {
    return new Told(
        ending.at("side").text(),
        ending.at("cause").text(),
        ending.at("initiator").text(),
        seconds(ending.at("idle_seconds")),
        seconds(ending.at("detection_seconds")),
        ending.at("local").text(),
        ending.at("peer").text());
  }

  private static Duration seconds(Node seconds) {
    return Duration.ofNanos(Math.round(Double.parseDouble(seconds.text()) * 1e9));
  }

  /** Whether the server's end of it had this port. */
  public boolean isOn(int serverPort) {
    return (side.equals("server") ? local : peer).endsWith(":" + serverPort);
  }
}
