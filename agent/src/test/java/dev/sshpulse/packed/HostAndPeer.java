package dev.sshpulse.packed;

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
