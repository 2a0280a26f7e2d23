package dev.sshpulse.packed;

import dev.sshpulse.model.Side;
import dev.sshpulse.probe.SocketApi;

/** The program with the ends of connections, on two machines: with the agent, and without. */
final class HostAndPeer implements AutoCloseable {
  private final Machines machines;
  private final RemoteEnds host;
  private final RemoteEnds peer;

  /** Starts both. The machines are theirs from now on. */
  HostAndPeer(Machines machines, HostJvm.Builder host) {
    this.machines = machines;
    this.host = new RemoteEnds(host.on(machines.host()));
    this.peer = new RemoteEnds(HostJvm.on(Jdk.all().get(0)).on(machines.peer()));
  }

  Machines machines() {
    return machines;
  }

  RemoteEnds host() {
    return host;
  }

  RemoteEnds peer() {
    return peer;
  }

  /**
   * Connects the two.
   *
   * @param api of the host's end
   * @param side of the host's end
   * @param port of the server's end
   */
  void connect(String name, SocketApi api, Side side, int port) {
    // The peer is no Socket, whose close is a shutdown as well.
    SocketApi peers = SocketApi.SOCKET_CHANNEL;
    if (side == Side.SERVER) {
      host.accept(name, api, Machines.HOST_ADDRESS, port, peer, peers);
    } else {
      peer.accept(name, peers, Machines.PEER_ADDRESS, port, host, api);
    }
  }

  /** What the host's agent serves under a path. */
  String get(String path) {
    return host.jvm().fetch(path);
  }

  /** The metrics of the host's agent. */
  Scrape scrape() {
    return host.jvm().scrape();
  }

  @Override
  public void close() {
    host.close();
    peer.close();
    machines.close();
  }
}
