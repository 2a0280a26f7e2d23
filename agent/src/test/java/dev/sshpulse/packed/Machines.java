package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The host under test and its peer, each in a network of its own, and a router between them that
 * does to the connections of a port what it is told.
 */
final class Machines implements AutoCloseable {
  static final String HOST = "10.1.0.2";
  static final String PEER = "10.2.0.2";

  /** What the router can do: by the port at either end. */
  private static final String FILTER =
      """
      table inet faults {
        set dropped { type inet_service; }
        set refused { type inet_service; }
        set host_unreachable { type inet_service; }
        set network_unreachable { type inet_service; }
        chain forward {
          type filter hook forward priority filter;
          tcp dport @dropped drop
          tcp sport @dropped drop
          iifname != "host" accept
          tcp dport @refused reject with tcp reset
          tcp sport @refused reject with tcp reset
          tcp dport @host_unreachable reject with icmp host-unreachable
          tcp sport @host_unreachable reject with icmp host-unreachable
          tcp dport @network_unreachable reject with icmp net-unreachable
          tcp sport @network_unreachable reject with icmp net-unreachable
        }
      }
      """;

  private final Namespaces namespaces;
  private final Namespace hostMachine;
  private final RemoteEnds host;
  private final RemoteEnds peer;

  /**
   * Both are running when this returns.
   *
   * @param name tells their networks apart from others of this process
   * @param settings of the host's kernel
   */
  Machines(String name, HostJvm.Builder host, String... settings) {
    namespaces = Namespaces.create(name);
    hostMachine = namespaces.neighbour("host");
    hostMachine.sysctl(settings);
    Namespace peerMachine = namespaces.neighbour("peer");
    namespaces.router().type(FILTER, "nft", "-f", "-");
    this.host = new RemoteEnds(host.under(hostMachine.enter()));
    this.peer = new RemoteEnds(HostJvm.on(Jdk.all().get(0)).under(peerMachine.enter()));
  }

  RemoteEnds host() {
    return host;
  }

  RemoteEnds peer() {
    return peer;
  }

  /** Where the host runs. */
  Namespace hostMachine() {
    return hostMachine;
  }

  /** Lets the router do something to every further packet of a port's connections. */
  void router(String what, int port) {
    namespaces.router().run("nft", "add", "element", "inet", "faults", what, "{ " + port + " }");
  }

  /** Lets the router do so no more. */
  void routerForgets(String what, int port) {
    namespaces.router().run("nft", "delete", "element", "inet", "faults", what, "{ " + port + " }");
  }

  /** Ends the host's connection whose {@code sport} or {@code dport} is this. */
  void kill(String field, int port) {
    String filter = field + " = :" + port;
    String killed = hostMachine.run("ss", "-K", "-Htn", "state", "established", filter);
    assertThat(killed).contains(":" + port);
  }

  /** The agent's metrics. */
  Scrape scrape() {
    return Scrape.of(get("/metrics"));
  }

  /** What the agent serves under a path, seen from the host itself. */
  String get(String path) {
    String url = host.jvm().url().replace("/metrics", path);
    return hostMachine.run("curl", "--silent", "--show-error", "--fail", url);
  }

  @Override
  public void close() {
    host.close();
    peer.close();
    namespaces.close();
  }
}
