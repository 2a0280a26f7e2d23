package dev.sshpulse.sidecar;

import dev.sshpulse.diagnosis.PathTimeout;
import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.HostFact;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.SshConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All sources, looked at together; the looks come from one thread at a time. */
final class HostView implements Looks.Host {
  private final Sources sources;
  private final SshdMemory words;
  private final HostConnections connections;
  private final Now now;
  private final Judge judge;
  private final Supplier<@Nullable PathTimeout> pathTimeout;
  private final SourceReport report;
  private long lookedAt;

  HostView(
      Sources sources,
      SshdMemory words,
      HostConnections connections,
      Now now,
      Judge judge,
      Supplier<@Nullable PathTimeout> pathTimeout,
      SourceReport report) {
    this.sources = sources;
    this.words = words;
    this.connections = connections;
    this.now = now;
    this.judge = judge;
    this.pathTimeout = pathTimeout;
    this.report = report;
  }

  @Override
  public void look(long at) throws IOException {
    sources.sshd.look(at);
    Look look = sources.table.look(at, sources.figures::timeoutAborts);
    // After the sockets: what sshd says of a death it says before it closes.
    if (sources.log != null) {
      sources.log.poll(event -> words.heard(event, at));
    }
    sources.neighbour.ask(at, connections.anyUndecided(), connections.anyGoneUndecided());
    connections.take(look);
    now.take(look, connections.open(), judge);
    sources.processes.look(connections.open(), at);
    lookedAt = at;
    audit();
    report.take(sources.statuses(), at);
  }

  /** Holds what sshd does against what the paths of this host are known to do. */
  private void audit() {
    PathTimeout path = pathTimeout.get();
    sources.sshd.hold(
        path == null ? 0 : path.upperMillis(), sources.figures.value(HostFact.TCP_KEEPALIVE_TIME));
    report.warn(sources.sshd.warnings());
  }

  @Override
  public void unreadable(IOException why, long at) {
    now.unreadable();
    report.take(sources.statuses(), at);
  }

  @Override
  public Looks.Pace pace() {
    return connections.pace(lookedAt);
  }

  boolean readable() {
    return now.readable();
  }

  /**
   * How those that are the sidecar's to tell of were doing, the oldest first; between two looks.
   */
  List<ConnectionStatus> statuses() {
    long at = lookedAt;
    List<ConnectionStatus> all = new ArrayList<>();
    for (HostConnection connection : connections.open()) {
      SshConnection announced = connection.announced;
      if (connection.isOwn() && announced != null) {
        all.add(status(connection, announced, at));
      }
    }
    return all;
  }

  private ConnectionStatus status(HostConnection connection, SshConnection announced, long at) {
    Duration unanswered = since(connection.movement.unansweredSince(), at);
    return new ConnectionStatus(
        announced,
        Library.UNKNOWN,
        Duration.ofMillis(Math.max(0, at - connection.movement.activity())),
        judge.protection(connection),
        unanswered,
        connection.sendBufferFull() ? unanswered : null,
        since(connection.peerClosedSince, at),
        connection.carried.received(),
        connection.carried.sent(),
        sources.processes.of(connection));
  }

  private static @Nullable Duration since(long moment, long at) {
    return moment == 0 ? null : Duration.ofMillis(at - moment);
  }
}
