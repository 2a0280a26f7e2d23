package dev.sshpulse.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Who counts as one caller: an address of IPv4, or all that begin with the same 64 bits of IPv6, of
 * which one host may use as many as it likes.
 */
record Neighbourhood(InetAddress first) {

  private static final int PREFIX_BYTES = 8;

  static Neighbourhood of(InetAddress address) {
    return new Neighbourhood(address instanceof Inet6Address ? firstOf(address) : address);
  }

  private static InetAddress firstOf(InetAddress address) {
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // of sixteen bytes each is an address
    }
  }
}
