package dev.sshpulse.diagnosis;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Infers after which silence a path forgets a flow, as a NAT or a firewall does, from silences that
 * flows survived and from silences before a silent death that the network started.
 *
 * <p>Deaths alone prove little: an outage kills all flows, and most of them were silent for a
 * moment only. Until a flow has survived such a silence, though, one death is all there is to go
 * by. Where flows go on and on after such silences, the path does not forget them. So the upper
 * bound is that killing silence for which deaths after at least so much most outnumber survivals of
 * at least so much; between equals the shortest, and none unless deaths are two more than
 * survivals. The lower bound is the longest survived silence below it.
 *
 * <p>Paths differ: deaths on one are not held against survivals on another. Peers of the same
 * network, IPv4 /24 or IPv6 /48, are taken to be behind the same path.
 *
 * <p>Memory is bounded: the network that was heard of least recently goes, and each takes 1 KiB, 2
 * where flows have died. Nothing older than the window counts; what is younger than half of it
 * always does.
 *
 * <p>Any thread may call. Times are milliseconds of one clock, whichever.
 */
public final class PathTimeouts {
  private static final int IPV4_BYTES = 4;
  private static final int IPV4_HOST_BITS = 8;
  private static final int IPV6_HOST_BITS_OF_HIGH = 16;
  private static final long IPV4_MAPPED = 0xffff;

  private final long halfWindowMillis;
  private final int mostNetworks;
  private final Map<Long, NetworkSilences> networks = new LinkedHashMap<>(16, 0.75f, true);
  private long half = Long.MIN_VALUE;

  /**
   * @param window at least 2 ms
   * @param mostNetworks at least 1
   */
  public PathTimeouts(Duration window, int mostNetworks) {
    halfWindowMillis = window.toMillis() / 2;
    this.mostNetworks = mostNetworks;
    if (halfWindowMillis < 1 || mostNetworks < 1) {
      throw new IllegalArgumentException(
          "a window of " + window + " and " + mostNetworks + " networks; both must be positive");
    }
  }

  /** A flow to this peer was silent for so long, and the conversation went on. */
  public synchronized void survived(InetAddress peer, long silenceMillis, long nowMillis) {
    if (silenceMillis >= RecentSilences.SHORTEST_MILLIS) {
      network(peer, nowMillis).survived(saturated(silenceMillis));
    }
  }

  /**
   * A flow to this peer was silent for so long, and what was sent then was never answered; not for
   * deaths that one of the two hosts started.
   */
  public synchronized void killed(InetAddress peer, long silenceMillis, long nowMillis) {
    if (silenceMillis >= RecentSilences.SHORTEST_MILLIS) {
      network(peer, nowMillis).killed(saturated(silenceMillis));
    }
  }

  /**
   * The timeout with the smallest upper bound of all networks; null if no path is known to have
   * one.
   */
  public synchronized @Nullable PathTimeout shortest(long nowMillis) {
    PathTimeout shortest = null;
    for (NetworkSilences network : networks.values()) {
      network.forgetBefore(half(nowMillis));
      PathTimeout timeout = network.timeout();
      if (timeout != null && (shortest == null || timeout.upperMillis() < shortest.upperMillis())) {
        shortest = timeout;
      }
    }
    return shortest;
  }

  private NetworkSilences network(InetAddress peer, long nowMillis) {
    long key = network(peer);
    NetworkSilences network = networks.get(key);
    if (network == null) {
      makeRoom();
      network = new NetworkSilences(half(nowMillis));
      networks.put(key, network);
    }
    network.forgetBefore(half(nowMillis));
    return network;
  }

  private void makeRoom() {
    if (networks.size() == mostNetworks) {
      networks.remove(networks.keySet().iterator().next());
    }
  }

  /** The half of a window that it is now; a clock that was set back has to catch up. */
  private long half(long nowMillis) {
    half = Math.max(half, Math.floorDiv(nowMillis, halfWindowMillis));
    return half;
  }

  /** A number for the network: IPv4 below zero, IPv6 above. */
  private static long network(InetAddress peer) {
    byte[] address = peer.getAddress();
    ByteBuffer bytes = ByteBuffer.wrap(address);
    if (address.length == IPV4_BYTES) {
      return ipv4Network(bytes.getInt());
    }
    long high = bytes.getLong();
    boolean mapped = high == 0 && bytes.getInt() == IPV4_MAPPED;
    return mapped ? ipv4Network(bytes.getInt()) : high >>> IPV6_HOST_BITS_OF_HIGH;
  }

  private static long ipv4Network(int address) {
    return ~(long) (address >>> IPV4_HOST_BITS);
  }

  /** An int of milliseconds lasts for 24 days; longer silences tell no more. */
  private static int saturated(long silenceMillis) {
    return (int) Math.min(silenceMillis, Integer.MAX_VALUE);
  }
}
