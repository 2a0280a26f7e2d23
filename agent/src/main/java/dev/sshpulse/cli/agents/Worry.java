package dev.sshpulse.cli.agents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with a connection that lives; the worst last. */
public enum Worry {
  /** It would notice a silent death in time. */
  NONE,
  /** Nobody could read its socket's options. */
  UNKNOWN,
  /** It would not notice a silent death. */
  UNPROTECTED,
  /** The peer has closed and this side has not. */
  PEER_CLOSED,
  /** What was sent has had no answer. */
  UNANSWERED,
  /** And a thread of the application waits for that. */
  BLOCKED;

  /** The worst first, and of equals the one that has lasted longest. */
  public static final Comparator<Connection> WORST_FIRST =
      Comparator.comparing((Connection connection) -> of(connection.facts()))
          .thenComparingDouble(connection -> lasting(connection))
          .reversed();

  /** The worst of what is wrong with it. */
  public static Worry of(Facts connection) {
    if (connection.has("blocked_writer_seconds") && connection.has("unanswered_seconds")) {
      return BLOCKED;
    }
    if (connection.has("unanswered_seconds")) {
      return UNANSWERED;
    }
    if (connection.has("peer_closed_seconds")) {
      return PEER_CLOSED;
    }
    return switch (connection.text("protection")) {
      case "protected" -> NONE;
      case "no_keepalive", "keepalive_too_slow", "keepalive_not_enforced" -> UNPROTECTED;
      default -> UNKNOWN;
    };
  }

  private static double lasting(Connection connection) {
    Double seconds =
        switch (of(connection.facts())) {
          case BLOCKED, UNANSWERED -> connection.facts().number("unanswered_seconds");
          case PEER_CLOSED -> connection.facts().number("peer_closed_seconds");
          default -> null;
        };
    return seconds == null ? connection.silentSeconds() : seconds;
  }

  /** In words, the worst first: {@code no answer 45s, write blocked 44s, no keepalive}. */
  public static String words(Facts connection) {
    List<String> words = new ArrayList<>();
    lasting(words, "no answer", connection.number("unanswered_seconds"));
    lasting(words, "write blocked", connection.number("blocked_writer_seconds"));
    lasting(words, "peer closed", connection.number("peer_closed_seconds"));
    words.add(protection(connection.text("protection")));
    return String.join(", ", words);
  }

  private static void lasting(List<String> words, String what, @Nullable Double seconds) {
    if (seconds != null) {
      words.add(what + " " + Amounts.seconds(seconds));
    }
  }

  private static String protection(String label) {
    return label.isEmpty() || label.equals("unknown")
        ? "protection unknown"
        : label.replace('_', ' ');
  }
}
