package dev.sshpulse.model;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an address and its port as people and programs write them, and never asks a name server. A
 * zone ({@code %eth0}) is left out: the kernel's tables have none.
 */
public final class AddressLiteral {
  private static final int IPV4_BYTES = 4;
  private static final int HIGHEST_OCTET = 255;
  private static final int HIGHEST_PORT = 65_535;
  private static final int LONGEST = 64;

  private AddressLiteral() {}

  /**
   * As in {@code 192.0.2.1:22} or {@code [2001:db8::1]:22}.
   *
   * @return null for anything else
   */
  public static @Nullable InetSocketAddress of(String text) {
    int colon = text.lastIndexOf(':');
    String address = text.substring(0, Math.max(0, colon));
    boolean ambiguous = address.indexOf(':') >= 0 && !address.startsWith("[");
    return ambiguous ? null : of(address, text.substring(colon + 1));
  }

  /** The address of these two words; null if they are none. */
  public static @Nullable InetSocketAddress of(String address, String port) {
    int number = number(port, 0, port.length(), HIGHEST_PORT);
    InetAddress read = number < 0 ? null : address(address);
    return read == null ? null : new InetSocketAddress(read, number);
  }

  /** Whether it is a number that a port can have. */
  public static boolean isPort(String text) {
    return number(text, 0, text.length(), HIGHEST_PORT) >= 0;
  }

  /**
   * As in {@code 192.0.2.1}, {@code 2001:db8::1} or {@code [2001:db8::1]}; null for anything else.
   */
  public static @Nullable InetAddress address(String text) {
    try {
      if (text.length() > LONGEST) {
        return null;
      }
      return text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** In brackets the JDK takes it for a literal or nothing. */
  private static InetAddress ipv6(String text) throws UnknownHostException {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    String literal = bracketed ? text.substring(1, text.length() - 1) : text;
    int zone = literal.indexOf('%');
    return InetAddress.getByName("[" + (zone < 0 ? literal : literal.substring(0, zone)) + "]");
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
