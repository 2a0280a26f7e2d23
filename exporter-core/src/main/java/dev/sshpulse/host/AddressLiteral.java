package dev.sshpulse.host;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Reads an address and its port as people write them, and never asks a name server. */
final class AddressLiteral {
  private static final int IPV4_BYTES = 4;
  private static final int HIGHEST_OCTET = 255;
  private static final int HIGHEST_PORT = 65_535;

  private AddressLiteral() {}

  /**
   * As in {@code 192.0.2.1:22} or {@code [2001:db8::1]:22}; a zone is left out.
   *
   * @return null for anything else
   */
  static @Nullable InetSocketAddress of(String text) {
    int colon = text.lastIndexOf(':');
    int port = colon < 0 ? -1 : number(text, colon + 1, text.length(), HIGHEST_PORT);
    InetAddress address = port < 0 ? null : address(text.substring(0, colon));
    return address == null ? null : new InetSocketAddress(address, port);
  }

  /** As in {@code 192.0.2.1} or {@code [2001:db8::1]}; null for anything else. */
  static @Nullable InetAddress address(String text) {
    try {
      return text.startsWith("[") && text.endsWith("]") ? ipv6(text) : ipv4(text);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** In brackets the JDK takes it for a literal or nothing. */
  private static InetAddress ipv6(String bracketed) throws UnknownHostException {
    int zone = bracketed.indexOf('%');
    return InetAddress.getByName(zone < 0 ? bracketed : bracketed.substring(0, zone) + "]");
  }

  private static @Nullable InetAddress ipv4(String text) throws UnknownHostException {
    byte[] bytes = new byte[IPV4_BYTES];
    int from = 0;
    for (int i = 0; i < IPV4_BYTES; i++) {
      int dot = i + 1 < IPV4_BYTES ? text.indexOf('.', from) : text.length();
      int octet = dot < 0 ? -1 : number(text, from, dot, HIGHEST_OCTET);
      if (octet < 0) {
        return null;
      }
      bytes[i] = (byte) octet;
      from = dot + 1;
    }
    return InetAddress.getByAddress(bytes);
  }

  /** -1 for what is none, or more than {@code most}. */
  private static int number(String text, int from, int to, int most) {
    int number = from < to ? 0 : -1;
    for (int i = from; i < to && number >= 0; i++) {
      int digit = text.charAt(i) - '0';
      number = digit < 0 || digit > 9 || number > most ? -1 : number * 10 + digit;
    }
    return number > most ? -1 : number;
  }
}
