package dev.sshpulse.sshd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Addresses as sshd writes them, in numbers. Never asks a name server. */
final class AddressLiteral {
  private static final int IPV4_PARTS = 4;
  private static final int MOST_PART_DIGITS = 3;
  private static final int MOST_PORT_DIGITS = 5;
  private static final int LONGEST = 64;

  private AddressLiteral() {}

  /**
   * The address of these two words; null if they are none. A zone ({@code %eth0}) is left out: the
   * kernel's tables have none.
   */
  static @Nullable InetSocketAddress of(String address, String port) {
    if (!isPort(port) || address.length() > LONGEST) {
      return null;
    }
    InetAddress read = address.indexOf(':') >= 0 ? ipv6(address) : ipv4(address);
    return read == null ? null : new InetSocketAddress(read, Integer.parseInt(port));
  }

  /** What sshd writes where the socket could not tell any more. */
  static boolean isUnknown(String address) {
    return address.equals("UNKNOWN");
  }

  /** Whether it is an address, or says that there is none. */
  static boolean isLikely(String address) {
    return isUnknown(address) || of(address, "0") != null;
  }

  static boolean isPort(String port) {
    return Text.isNumber(port)
        && port.length() <= MOST_PORT_DIGITS
        && Integer.parseInt(port) < 1 << Short.SIZE;
  }

  private static @Nullable InetAddress ipv6(String address) {
    int zone = address.indexOf('%');
    String literal = zone < 0 ? address : address.substring(0, zone);
    try {
      return InetAddress.getByName("[" + literal + "]"); // in brackets it is never looked up
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static @Nullable InetAddress ipv4(String address) {
    String[] parts = address.split("\\.", -1);
    byte[] bytes = new byte[IPV4_PARTS];
    if (parts.length != IPV4_PARTS) {
      return null;
    }
    for (int i = 0; i < IPV4_PARTS; i++) {
      if (parts[i].length() > MOST_PART_DIGITS
          || !Text.isNumber(parts[i])
          || Integer.parseInt(parts[i]) > 0xff) {
        return null;
      }
      bytes[i] = (byte) Integer.parseInt(parts[i]);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }
}
