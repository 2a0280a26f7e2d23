package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/**
 * A machine for the host under test and one for its peer, each in a network of its own, and a
 * router between them that does to the connections of a port what it is told.
 */
final class Machines implements AutoCloseable {
  static final String HOST_ADDRESS = "10.1.0.2";
  static final String PEER_ADDRESS = "10.2.0.2";

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
  private final Namespace host;
  private final Namespace peer;

  /**
   * All three, with nothing running on them.
   *
   * @param name tells them apart from others of this process
   * @param settings of the host's kernel
   */
  Machines(String name, String... settings) {
    namespaces = Namespaces.create(name);
    host = namespaces.neighbour("host");
    peer = namespaces.neighbour("peer");
    if (settings.length > 0) {
      host.sysctl(settings);
    }
    namespaces.router().type(FILTER, "nft", "-f", "-");
  }

  /** Where the host under test runs. */
  Namespace host() {
    return host;
  }

  /** Where its peer runs. */
  Namespace peer() {
    return peer;
  }

  /** Lets the router do something to every further packet of a port's connections. */
  void router(String what, int port) {
    namespaces.router().run("nft", "add", "element", "inet", "faults", what, "{ " + port + " }");
  }

  /** Lets the router do so no more. */
  void routerForgets(String what, int port) {
    namespaces.router().run("nft", "delete", "element", "inet", "faults", what, "{ " + port + " }");
  }

  /** From now on the router is a NAT that forgets connections which are silent for so long. */
  void routerForgetsAfter(Duration silence) {
    namespaces.router().type(ForgetfulPath.NAT, "nft", "-f", "-");
    namespaces
        .router()
        .sysctl(
            "net.netfilter.nf_conntrack_tcp_timeout_established=" + silence.toSeconds(),
            "net.netfilter.nf_conntrack_tcp_loose=0");
  }

  /** Waits until it has forgotten all that there were. */
  void awaitForgotten() {
    await()
        .atMost(HostJvm.PATIENCE)
        .until(
            () ->
                !namespaces.router().run("cat", "/proc/net/nf_conntrack").contains("ESTABLISHED"));
  }

  /** Ends the host's connection whose {@code sport} or {@code dport} is this. */
  void kill(String field, int port) {
    String filter = field + " = :" + port;
    String killed = host.run("ss", "-K", "-Htn", "state", "established", filter);
    assertThat(killed).contains(":" + port);
  }

  @Override
  public void close() {
    namespaces.close();
  }
}
