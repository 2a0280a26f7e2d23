package dev.sshpulse.model;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An address and its port as people write them. Never asks a name server. */
public final class AddressText {
  private static final int GROUPS = 8;

  private AddressText() {}

  /**
   * As in {@code 192.0.2.1:22} or, by RFC 5952, {@code [2001:db8::1]:22}.
   *
   * @param address one that was never resolved is written with its name
   */
  public static String of(InetSocketAddress address) {
    InetAddress resolved = address.getAddress();
    String host = resolved == null ? address.getHostString() : shortened(resolved.getHostAddress());
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  /** The JDK leaves out leading zeros, but never a group; the longest run of them goes here. */
  private static String shortened(String host) {
    int zone = host.indexOf('%');
    String groups = ":" + (zone < 0 ? host : host.substring(0, zone)) + ":";
    for (int zeros = GROUPS; zeros > 1; zeros--) {
      String run = ":0".repeat(zeros) + ":";
      int at = groups.indexOf(run);
      if (at >= 0) {
        String before = groups.substring(0, at);
        String after = groups.substring(at + run.length());
        return before.substring(Math.min(1, at))
            + "::"
            + after.substring(0, Math.max(0, after.length() - 1))
            + (zone < 0 ? "" : host.substring(zone));
      }
    }
    return host;
  }
}
