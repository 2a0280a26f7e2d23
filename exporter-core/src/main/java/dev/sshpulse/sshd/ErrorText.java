package dev.sshpulse.sshd;

import dev.sshpulse.sshd.SshdEvent.Kind;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the texts mean with which sshd ends a line: {@code ssherr.c} and the C library's. */
final class ErrorText {
  private static final Map<String, Kind> OF_THE_SYSTEM =
      Map.of(
          "Broken pipe", Kind.BROKEN_PIPE,
          "Connection reset by peer", Kind.RESET,
          "Connection timed out", Kind.TIMED_OUT,
          "No route to host", Kind.HOST_UNREACHABLE,
          "Network is unreachable", Kind.NETWORK_UNREACHABLE,
          // The same of musl.
          "Operation timed out", Kind.TIMED_OUT,
          "Host is unreachable", Kind.HOST_UNREACHABLE,
          "Network unreachable", Kind.NETWORK_UNREACHABLE);

  private static final Set<String> OF_THE_PROTOCOL =
      Set.of(
          "message authentication code incorrect",
          "Connection corrupted",
          "protocol error",
          "invalid format",
          "incomplete message",
          "unexpected bytes remain after decoding",
          "string is too large",
          "protocol version mismatch");

  private static final String NO_MATCH = "no matching ";

  private ErrorText() {}

  /** What the kernel answered; null if it is no such text. */
  static @Nullable Kind ofTheSystem(String text) {
    return OF_THE_SYSTEM.get(text);
  }

  /** How the connection ended; null where the text does not tell. */
  static @Nullable Kind of(String text) {
    if (text.startsWith(NO_MATCH) && text.endsWith(" found")) {
      return Kind.KEY_EXCHANGE_FAILED;
    }
    if (text.equals("Connection closed by remote host")) {
      return Kind.CLOSED_BY_PEER;
    }
    return OF_THE_PROTOCOL.contains(text) ? Kind.PROTOCOL_ERROR : ofTheSystem(text);
  }
}
