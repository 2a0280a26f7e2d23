package dev.sshpulse.packed.sidecar;

import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.HostJvm;
import dev.sshpulse.packed.Namespace;
import dev.sshpulse.packed.Namespaces;

/**
 * A machine with clients behind a NAT, and one with servers before it. What the NAT has forgotten
 * it drops; it keeps the clients' ports.
 */
final class ForgetfulNat implements AutoCloseable {
  static final String SERVERS = "10.2.0.2";

  /** Without {@code tcp_loose}, only what begins a TCP connection begins a flow. */
  private static final String NAT =
      """
      table inet nat {
        set rejected { type inet_service . inet_service; }
        chain forward {
          type filter hook forward priority filter;
          tcp sport . tcp dport @rejected reject with tcp reset
          tcp dport . tcp sport @rejected reject with tcp reset
          iifname "clients" ct state invalid drop
          oifname "clients" ct state invalid drop
        }
        chain input {
          type filter hook input priority filter;
          iifname "servers" meta l4proto tcp drop
        }
        chain postrouting {
          type nat hook postrouting priority srcnat;
          oifname "servers" masquerade
        }
      }
      """;

  private static final String CONNTRACK = "net.netfilter.nf_conntrack_tcp_";
  private static final int NEVER = 432_000;

  private final Namespaces namespaces;
  private final Namespace clients;
  private final Namespace servers;

  /** Both kernels give up on unacknowledged bytes after 1.4 s. */
  ForgetfulNat(String name) {
    namespaces = Namespaces.create(name);
    clients = namespaces.neighbour("clients");
    servers = namespaces.neighbour("servers");
    clients.sysctl("net.ipv4.tcp_retries2=2");
    servers.sysctl("net.ipv4.tcp_retries2=2");
    namespaces.router().type(NAT, "nft", "-f", "-");
    namespaces.router().sysctl(CONNTRACK + "loose=0");
  }

  Namespace clients() {
    return clients;
  }

  Namespace servers() {
    return servers;
  }

  /**
   * Forgets all connections there are, each once it has been silent for a second.
   *
   * @param movement lets each of them say something, for a flow's timeout is that of its last
   *     packet
   */
  void forget(Runnable movement) {
    namespaces.router().sysctl(CONNTRACK + "timeout_established=1");
    movement.run();
    await().atMost(HostJvm.PATIENCE).until(() -> !flows().contains("ESTABLISHED"));
    namespaces.router().sysctl(CONNTRACK + "timeout_established=" + NEVER);
  }

  private String flows() {
    return namespaces.router().run("cat", "/proc/net/nf_conntrack");
  }

  /** Whatever either end of this connection sends is answered with an RST. */
  void reject(int clientPort, int serverPort) {
    String ports = "{ " + clientPort + " . " + serverPort + " }";
    namespaces.router().run("nft", "add", "element", "inet", "nat", "rejected", ports);
  }

  @Override
  public void close() {
    namespaces.close();
  }
}
