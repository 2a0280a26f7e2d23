package dev.sshpulse.sidecar;

import dev.sshpulse.model.ConnectionStatus;
import dev.sshpulse.model.SourceStatus;
import dev.sshpulse.model.SshConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All sources, looked at together; the looks come from one thread at a time. */
final class HostView implements Looks.Host {
  private final SocketTable table;
  private final LongSupplier timeoutAborts;
  private final @Nullable LogReader log;
  private final SshdMemory sshd;
  private final Neighbour neighbour;
  private final HostConnections connections;
  private final Now now;
  private final Judge judge;
  private volatile List<ConnectionStatus> statuses = List.of();

  /**
   * @param timeoutAborts {@link Look#timeoutAborts}
   * @param log null where none is read
   */
  HostView(
      SocketTable table,
      LongSupplier timeoutAborts,
      @Nullable LogReader log,
      SshdMemory sshd,
      Neighbour neighbour,
      HostConnections connections,
      Now now,
      Judge judge) {
    this.table = table;
    this.timeoutAborts = timeoutAborts;
    this.log = log;
    this.sshd = sshd;
    this.neighbour = neighbour;
    this.connections = connections;
    this.now = now;
    this.judge = judge;
  }

  @Override
  public void look(long at) throws IOException {
    // What sshd says of a death it says before it closes.
    Look look = table.look(at, timeoutAborts.getAsLong());
    if (log != null) {
      log.poll(sshd::heard);
    }
    neighbour.ask(at, connections.anyUndecided());
    connections.take(look);
    now.take(look, connections.open(), judge);
    statuses = statuses(at);
  }

  @Override
  public void unreadable(IOException why) {
    now.unreadable();
  }

  @Override
  public boolean restless() {
    return connections.restless();
  }

  /** How those that are the sidecar's to tell of were doing, the oldest first. */
  List<ConnectionStatus> statuses() {
    return statuses;
  }

  private List<ConnectionStatus> statuses(long at) {
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
    Duration unanswered = since(connection.unansweredSince, at);
    return new ConnectionStatus(
        announced,
        Duration.ofMillis(Math.max(0, at - connection.lastActivity)),
        judge.protection(connection),
        unanswered,
        connection.sendBufferFull() ? unanswered : null,
        since(connection.peerClosedSince, at),
        connection.received(),
        connection.sent());
  }

  private static @Nullable Duration since(long moment, long at) {
    return moment == 0 ? null : Duration.ofMillis(at - moment);
  }

  /** How all of them fare. Any thread may ask. */
  List<SourceStatus> sources() {
    List<SourceStatus> all = new ArrayList<>(table.statuses());
    if (log != null) {
      all.add(log.status());
    }
    SourceStatus next = neighbour.status();
    if (next != null) {
      all.add(next);
    }
    return all;
  }
}
