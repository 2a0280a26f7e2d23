package dev.sshpulse.sshd;

import dev.sshpulse.model.AddressLiteral;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whom a line is about: {@code sshpkt_fmt_connection_id} of OpenSSH's {@code packet.c}, or what
 * {@code auth_log} writes.
 *
 * @param peer null where the line names none, or more than one of which a stranger wrote all but
 *     one
 * @param certain whether nothing that a stranger wrote stands before the address: then it is sshd's
 *     even where the line was cut off
 */
record Party(@Nullable InetSocketAddress peer, Stage stage, boolean certain) {

  /** How far the connection had come, by the line's own words. */
  enum Stage {
    BEFORE_LOGIN,
    AFTER_LOGIN,
    UNTOLD
  }

  static final Party UNTOLD = new Party(null, Stage.UNTOLD, false);

  private static final String PORT = " port ";
  private static final String FROM = " from ";
  private static final String PROTOCOL = " ssh2";

  Party at(Stage known) {
    return new Party(peer, known, certain);
  }

  private Party uncertain() {
    return new Party(peer, stage, false);
  }

  /** The same, at this stage unless the line told. */
  Party orAt(Stage otherwise) {
    return stage == Stage.UNTOLD ? at(otherwise) : this;
  }

  /**
   * Reads {@code [[authenticating |invalid ]user NAME ]ADDRESS[ port N]}, all of it, from the
   * right: the name is a stranger's.
   *
   * @return null if it is not of this shape
   */
  static @Nullable Party of(String id) {
    int port = id.lastIndexOf(PORT);
    if (port < 0) { // before 7.2
      return isAddress(id) ? UNTOLD : null;
    }
    int address = id.lastIndexOf(' ', port - 1) + 1;
    Stage stage = stage(id.substring(0, address));
    String host = id.substring(address, port);
    String number = id.substring(port + PORT.length());
    return stage == null ? null : of(host, number, stage, address == 0);
  }

  private static @Nullable Party of(String host, String port, Stage stage, boolean certain) {
    if (isUnknown(host) && AddressLiteral.isPort(port)) {
      return new Party(null, stage, certain);
    }
    InetSocketAddress peer = AddressLiteral.of(host, port);
    return peer == null ? null : new Party(peer, stage, certain);
  }

  private static @Nullable Stage stage(String preamble) {
    if (preamble.isEmpty()) {
      return Stage.UNTOLD;
    }
    if (preamble.startsWith("authenticating user ") || preamble.startsWith("invalid user ")) {
      return Stage.BEFORE_LOGIN;
    }
    return preamble.startsWith("user ") ? Stage.AFTER_LOGIN : null;
  }

  /** Reads {@code … from ADDRESS port N}, at the end. */
  static @Nullable Party last(String text) {
    int from = text.lastIndexOf(FROM);
    Party party = from < 0 ? null : of(text.substring(from + FROM.length()));
    return party == null ? null : party.uncertain();
  }

  /**
   * Reads {@code NAME from ADDRESS port N ssh2[: INFO]}. The name is a stranger's, and so may be
   * part of the information: the identity of a certificate, the host and user of hostbased. What is
   * at the end of the line is sshd's; elsewhere two candidates are none.
   *
   * @return null if there is none at all
   */
  static @Nullable Party named(String text) {
    Party found = null;
    boolean several = false;
    for (int from = text.indexOf(FROM); from >= 0; from = text.indexOf(FROM, from + 1)) {
      int end = text.indexOf(PROTOCOL, from);
      Party candidate = end < 0 ? null : of(text.substring(from + FROM.length(), end));
      int after = end + PROTOCOL.length();
      if (candidate == null) {
        continue;
      }
      if (after == text.length()) {
        return candidate.uncertain();
      }
      if (text.charAt(after) == ':') {
        several |= found != null;
        found = candidate.uncertain();
      }
    }
    return several ? UNTOLD : found;
  }

  /**
   * Reads {@code ID: …}, where a stranger may have written part of either side.
   *
   * @param separator what stands between them, with the colon
   * @return null if there is none at all
   */
  static @Nullable Party before(String separator, String text) {
    Party found = null;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
      Party candidate = of(text.substring(0, at));
      if (candidate != null && candidate.stage == Stage.UNTOLD) {
        return candidate; // begins with the address: nobody wrote anything before it
      }
      if (found != null && candidate != null) {
        return new Party(null, found.stage, false);
      }
      found = found == null ? candidate : found;
    }
    return found;
  }

  /** What sshd writes where the socket could not tell any more. */
  private static boolean isUnknown(String host) {
    return host.equals("UNKNOWN");
  }

  private static boolean isAddress(String host) {
    return isUnknown(host) || AddressLiteral.address(host) != null;
  }
}
