package dev.sshpulse.config;

/**
 * Where a server listens, or that it does not.
 *
 * @param off whether nothing listens; host and port are then empty and 0
 * @param host a name or an address, an IPv6 address without its brackets; not resolved
 * @param port 0 to 65535; 0 takes any free one
 * @param reason why it is off, in one line; empty when on, and when the user asked for off
 */
public record ListenAddress(boolean off, String host, int port, String reason) {

  /** Which port the sidecar has unless it is told otherwise. */
  public static final int PORT_OF_THE_SIDECAR = 9923;

  /** Where the sidecar listens unless it is told otherwise. */
  public static final ListenAddress OF_THE_SIDECAR = on("127.0.0.1", PORT_OF_THE_SIDECAR);

  static ListenAddress on(String host, int port) {
    return new ListenAddress(false, host, port, "");
  }

  static ListenAddress off(String reason) {
    return new ListenAddress(true, "", 0, reason);
  }

  /** As a user would write it: {@code 127.0.0.1:9922}, {@code [::1]:9922} or {@code off}. */
  @Override
  public String toString() {
    if (off) {
      return "off";
    }
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
