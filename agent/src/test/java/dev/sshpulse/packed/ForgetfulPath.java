package dev.sshpulse.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sshpulse.packed.RemoteEnds.Answer;
import dev.sshpulse.probe.SocketApi;
import java.time.Duration;

/**
 * A host with a peer behind a NAT, which forgets flows that are silent and tells nobody, and one on
 * a path that forgets nothing.
 */
final class ForgetfulPath implements AutoCloseable {
  private static final String PEER_ADDRESS = "10.2.0.2";
  private static final String PATIENT_ADDRESS = "10.3.0.2";

  /** Without {@code tcp_loose}, only what begins a TCP connection begins a flow. */
  static final String NAT =
      """
      table inet nat {
        chain forward {
          type filter hook forward priority filter;
          iifname "peer" ct state invalid drop
          oifname "peer" ct state invalid drop
        }
        chain postrouting {
          type nat hook postrouting priority srcnat;
          oifname "peer" masquerade
        }
      }
      """;

  private final Namespaces namespaces = Namespaces.create("nat");
  private final RemoteEnds host;
  private final RemoteEnds peer;
  private final RemoteEnds patient;

  /** A path that forgets after {@code timeout}. */
  ForgetfulPath(Jdk jdk, Duration timeout) {
    Namespace hosts = namespaces.neighbour("host");
    hosts.sysctl("net.ipv4.tcp_retries2=2");
    host = new RemoteEnds(HostJvm.on(jdk).on(hosts).agent());
    peer = new RemoteEnds(HostJvm.on(jdk).on(namespaces.neighbour("peer")));
    patient = new RemoteEnds(HostJvm.on(jdk).on(namespaces.neighbour("patient")));
    namespaces.router().type(NAT, "nft", "-f", "-");
    String setting = "net.netfilter.nf_conntrack_tcp_";
    namespaces.router().sysctl(setting + "timeout_established=" + timeout.toSeconds());
    namespaces.router().sysctl(setting + "loose=0");
  }

  HostJvm host() {
    return host.jvm();
  }

  /** A connection that is silent for so long, is then answered, and lives on. */
  Runnable survives(Duration silence) {
    return () -> survives(peer, PEER_ADDRESS, silence);
  }

  /** Likewise, on the other path. */
  Runnable survivesElsewhere(Duration silence) {
    return () -> survives(patient, PATIENT_ADDRESS, silence);
  }

  /** A connection that is silent for so long, and never answered again. */
  Runnable dies(Duration silence) {
    return () -> {
      String name = silent(peer, PEER_ADDRESS, silence);
      Answer failure = host.order(name, "read");
      assertThat(failure.result()).endsWith("Connection timed out");
      host.order(name, "close").done();
    };
  }

  private void survives(RemoteEnds other, String address, Duration silence) {
    String name = silent(other, address, silence);
    other.order(name, "read").done();
    other.order(name, "write").done();
    host.order(name, "read").done();
  }

  /** Writes after a silence. */
  private String silent(RemoteEnds other, String address, Duration silence) {
    String name = address + "-" + silence;
    int port = 10_000 + (int) silence.toSeconds();
    other.accept(name, SocketApi.SOCKET, address, port, host, SocketApi.SOCKET);
    host.introduce(name, other, 700);
    await().pollDelay(silence).until(() -> true);
    host.order(name, "write").done();
    return name;
  }

  @Override
  public void close() {
    host.close();
    peer.close();
    patient.close();
    namespaces.close();
  }
}
