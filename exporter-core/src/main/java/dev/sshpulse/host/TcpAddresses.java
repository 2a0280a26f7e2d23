package dev.sshpulse.host;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * Both ends of a TCP connection, as this end sees them: the key by which a socket of Java is found
 * in the kernel's table. A look makes one for each live connection, hence no objects inside.
 *
 * <p>Addresses are IPv6, in network byte order; IPv4 is mapped into it ({@code ::ffff:a.b.c.d}),
 * for that is how the kernel lists an IPv4 connection of a dual-stack socket, which Java's are. The
 * zone of a link-local address is left out: the table has none.
 *
 * @param localHigh the first eight bytes of this end's address
 * @param localLow the last eight
 * @param ports this end's port in the upper half, the peer's in the lower
 */
public record TcpAddresses(long localHigh, long localLow, long peerHigh, long peerLow, int ports) {

  private static final int IPV4_BYTES = 4;
  private static final long IPV4_MAPPED = 0xffff_0000_0000L;

  /**
   * The key of a connection of this process.
   *
   * @throws IllegalArgumentException if one of the two has no address, only a name
   */
  public static TcpAddresses of(InetSocketAddress local, InetSocketAddress peer) {
    byte[] here = bytes(local);
    byte[] there = bytes(peer);
    return new TcpAddresses(
        high(here), low(here), high(there), low(there), ports(local.getPort(), peer.getPort()));
  }

  /** The last eight bytes of a mapped IPv4 address. */
  static long mapped(int ipv4) {
    return IPV4_MAPPED | Integer.toUnsignedLong(ipv4);
  }

  static int ports(int local, int peer) {
    return local << Short.SIZE | peer;
  }

  /** This end. */
  public InetSocketAddress local() {
    return new InetSocketAddress(address(localHigh, localLow), localPort());
  }

  /** The other end. */
  public InetSocketAddress peer() {
    return new InetSocketAddress(address(peerHigh, peerLow), peerPort());
  }

  private static InetAddress address(long high, long low) {
    byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    try {
      return InetAddress.getByAddress(bytes); // gives an IPv4 address for a mapped one
    } catch (UnknownHostException e) {
      throw new AssertionError("sixteen bytes are an address", e);
    }
  }

  public int localPort() {
    return ports >>> Short.SIZE;
  }

  public int peerPort() {
    return ports & 0xffff;
  }

  // Written out, for what the compiler makes of a record is linked with method handles, and those
  // weigh more than the rest of this package in a JVM that has no other use for them.

  @Override
  public boolean equals(Object other) {
    return other instanceof TcpAddresses that
        && ports == that.ports
        && peerLow == that.peerLow
        && peerHigh == that.peerHigh
        && localLow == that.localLow
        && localHigh == that.localHigh;
  }

  @Override
  public int hashCode() {
    long addresses = ((localHigh * 31 + localLow) * 31 + peerHigh) * 31 + peerLow;
    return Long.hashCode(addresses * 31 + ports);
  }

  private static byte[] bytes(InetSocketAddress end) {
    InetAddress address = end.getAddress();
    if (address == null) {
      throw new IllegalArgumentException("not resolved to an address: " + end);
    }
    return address.getAddress();
  }

  private static long high(byte[] address) {
    return address.length == IPV4_BYTES ? 0 : ByteBuffer.wrap(address).getLong();
  }

  private static long low(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return address.length == IPV4_BYTES ? mapped(bytes.getInt()) : bytes.getLong(Long.BYTES);
  }
}
