package dev.sshpulse.sshd;

import dev.sshpulse.model.AuthMethod;
import dev.sshpulse.sshd.Party.Stage;
import dev.sshpulse.sshd.SshdEvent.Kind;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What OpenSSH 7.0 to 10.2 writes of a connection, by the words with which a message begins; after
 * {@code auth.c}, {@code packet.c}, {@code serverloop.c}, {@code sshd.c} and {@code
 * sshd-session.c}.
 *
 * <p>Where sshd writes two lines of one thing, one of them counts: not {@code
 * kex_exchange_identification: …}, {@code Bad packet length}, {@code Corrupted MAC on input},
 * {@code Invalid user}, {@code Disconnecting …: Too many authentication failures} or {@code
 * Disconnected from}, for another line tells the same, with the address or with the reason.
 */
final class Wordings {

  /** {@code sshpkt_disconnect} knows no other: SSH_DISCONNECT_PROTOCOL_ERROR. */
  private static final int DISCONNECT_CODE = 2;

  /** One row of the table; what it reads is what follows the words. */
  private record Wording(String words, Function<String, @Nullable Saying> meaning) {}

  private static final List<Wording> TABLE =
      List.of(
          attempt("Accepted ", Kind.ACCEPTED),
          attempt("Failed ", Kind.FAILED),
          attempt("Partial ", Kind.PARTIAL),
          row("maximum authentication attempts exceeded for ", Wordings::tooManyFailures),
          row("Invalid user ", rest -> map(Party.last(" " + rest), Wordings::beforeLogin)),
          row("Connection from ", rest -> connectionFrom(rest, Stage.UNTOLD)),
          ending("Connection closed by ", Kind.CLOSED_BY_PEER),
          ending("Connection reset by ", Kind.RESET),
          row("Disconnected from ", rest -> map(Party.of(rest), Saying::isOver)),
          row("Received disconnect from ", Wordings::received),
          row("Disconnecting ", Wordings::disconnecting),
          row("Disconnecting: ", rest -> disconnecting(Party.UNTOLD, rest)),
          row("Unable to negotiate with ", Wordings::noAlgorithm),
          ending("Timeout, client not responding from ", Kind.KEEPALIVE_TIMEOUT),
          row("Timeout, client not responding.", Wordings::notResponding),
          row("Timeout before authentication for ", Wordings::graceTimeIsOver),
          ending("terminating inactive connection from ", Kind.IDLE_TIMEOUT),
          row("Read error from remote host ", Wordings::readError),
          row("Write failed: ", Wordings::systemError),
          row("Read from socket failed: ", Wordings::systemError),
          row("Did not receive identification string from ", Wordings::noIdentification),
          row("Bad protocol version identification ", Wordings::badIdentification),
          row("Protocol major versions differ for ", Wordings::badVersion),
          row("drop connection #", Wordings::turnedAway),
          row("User child is on pid ", Wordings::child),
          row("pam_unix(sshd:session): session closed for ", rest -> Saying.isOver(Party.UNTOLD)));

  private Wordings() {}

  /** What it comes to; null if to nothing. */
  static @Nullable Saying of(Message message) {
    for (Wording wording : TABLE) {
      String rest = message.after(wording.words);
      if (rest != null) {
        return wording.meaning.apply(rest);
      }
    }
    return tagged(message);
  }

  private static Wording row(String words, Function<String, @Nullable Saying> meaning) {
    return new Wording(words, meaning);
  }

  private static Wording ending(String words, Kind kind) {
    return row(words, rest -> map(Party.of(rest), party -> Saying.ends(kind, party)));
  }

  private static Wording attempt(String words, Kind kind) {
    return row(words, rest -> attempt(kind, rest));
  }

  private static @Nullable Saying map(
      @Nullable Party party, Function<Party, @Nullable Saying> meaning) {
    return party == null ? null : meaning.apply(party);
  }

  /** {@code METHOD[/SUBMETHOD] for [invalid user ]NAME from …}; none is no attempt. */
  private static @Nullable Saying attempt(Kind kind, String rest) {
    int end = rest.indexOf(' ');
    if (end < 0 || !rest.startsWith(" for ", end)) {
      return null;
    }
    String method = rest.substring(0, end);
    int sub = method.indexOf('/');
    String name = sub < 0 ? method : method.substring(0, sub);
    if (name.equals("none") && kind != Kind.ACCEPTED) {
      return null;
    }
    Party party = Party.named(rest.substring(end));
    return map(party, found -> Saying.attempt(kind, found, AuthMethod.of(name)));
  }

  private static @Nullable Saying tooManyFailures(String rest) {
    Party party = Party.named(" " + rest);
    return map(party, p -> Saying.isEnding(Kind.TOO_MANY_FAILURES, p.at(Stage.BEFORE_LOGIN), null));
  }

  private static Saying beforeLogin(Party party) {
    return Saying.goesOn(party.at(Stage.BEFORE_LOGIN));
  }

  /** {@code ADDRESS port N on …}, {@code ID timed out} or {@code ID: ERROR}. */
  private static @Nullable Saying connectionFrom(String rest, Stage stage) {
    int on = rest.indexOf(" on ");
    Party begins = on < 0 ? null : Party.of(rest.substring(0, on));
    if (begins != null && begins.stage() == Stage.UNTOLD) {
      return Saying.begins(begins);
    }
    String timedOut = " timed out";
    if (rest.endsWith(timedOut)) {
      Party party = Party.of(rest.substring(0, rest.length() - timedOut.length()));
      return map(party, found -> Saying.ends(Kind.TIMED_OUT, found.orAt(stage)));
    }
    return withError(rest, stage);
  }

  /** {@code ID: ERROR}, the error from a closed set, hence read from the right. */
  private static @Nullable Saying withError(String rest, Stage stage) {
    int colon = rest.lastIndexOf(": ");
    Kind kind = colon < 0 ? null : ErrorText.of(rest.substring(colon + 2));
    Party party = kind == null ? null : Party.of(rest.substring(0, colon));
    if (kind == null || party == null) {
      return null;
    }
    return Saying.ends(kind, party.orAt(stage));
  }

  /** {@code ADDRESS[ port N]:CODE: TEXT}; the text is the peer's. */
  private static @Nullable Saying received(String rest) {
    int address = rest.indexOf(' ');
    int colon = rest.indexOf(':', rest.startsWith(" port ", address) ? address : address - 1);
    int end = colon < 0 ? -1 : rest.indexOf(": ", colon + 1);
    String code = end < 0 ? "" : rest.substring(colon + 1, end).strip();
    Party party = end < 0 || address < 0 ? null : Party.of(rest.substring(0, colon));
    boolean valid = Text.isNumber(code) && code.length() <= "4294967295".length();
    Integer number = valid ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(code)) : null;
    return number == null
        ? null
        : map(
            party,
            p -> Saying.isEnding(Kind.DISCONNECT_RECEIVED, p.orAt(Stage.AFTER_LOGIN), number));
  }

  private static @Nullable Saying disconnecting(String rest) {
    Party party = Party.before(": ", rest);
    int reason = rest.indexOf(": ");
    return map(party, p -> disconnecting(p.orAt(Stage.AFTER_LOGIN), rest.substring(reason + 2)));
  }

  private static Saying disconnecting(Party party, String reason) {
    if (reason.endsWith("Too many authentication failures")
        || reason.startsWith("Too many authentication failures for ")) {
      return Saying.isOver(party);
    }
    boolean corrupt = reason.startsWith("Packet corrupt") || reason.startsWith("Bad packet length");
    return corrupt
        ? Saying.ends(Kind.PROTOCOL_ERROR, party)
        : Saying.disconnecting(party, DISCONNECT_CODE);
  }

  private static @Nullable Saying noAlgorithm(String rest) {
    Party party = Party.before(": no matching ", rest);
    return map(party, found -> Saying.ends(Kind.KEY_EXCHANGE_FAILED, found));
  }

  private static @Nullable Saying notResponding(String rest) {
    return rest.isEmpty()
        ? Saying.ends(Kind.KEEPALIVE_TIMEOUT, Party.UNTOLD.at(Stage.AFTER_LOGIN))
        : null;
  }

  /** {@code ADDRESS[ port N]}; since 9.8 {@code connection from ADDRESS to ADDRESS, pid = N}. */
  private static @Nullable Saying graceTimeIsOver(String rest) {
    String pid = ", pid = ";
    int at = rest.lastIndexOf(pid);
    if (at >= 0 && rest.startsWith("connection from ")) {
      return named(rest.substring(at + pid.length()), Wordings::graceTimeIsOverFor);
    }
    Party party = Party.of(rest);
    return map(party, p -> Saying.ends(Kind.AUTH_TIMEOUT, p.at(Stage.BEFORE_LOGIN)));
  }

  private static Saying graceTimeIsOverFor(long pid) {
    return Saying.ofAnother(Kind.AUTH_TIMEOUT, Party.UNTOLD, pid);
  }

  private static @Nullable Saying child(String rest) {
    return named(rest, Saying::hasChild);
  }

  private static @Nullable Saying named(String pid, LongFunction<Saying> meaning) {
    boolean valid = Text.isNumber(pid) && pid.length() <= "4194304000".length();
    return valid ? meaning.apply(Long.parseLong(pid)) : null;
  }

  private static @Nullable Saying readError(String rest) {
    return withError(rest, Stage.AFTER_LOGIN);
  }

  private static @Nullable Saying systemError(String text) {
    Kind kind = ErrorText.ofTheSystem(text);
    return kind == null ? null : Saying.ends(kind, Party.UNTOLD);
  }

  private static @Nullable Saying noIdentification(String rest) {
    return map(Party.of(rest), p -> Saying.ends(Kind.CLOSED_BY_PEER, p.at(Stage.BEFORE_LOGIN)));
  }

  private static @Nullable Saying badIdentification(String rest) {
    Party party = Party.last(rest);
    return map(party, p -> Saying.ends(Kind.PROTOCOL_ERROR, p.at(Stage.BEFORE_LOGIN)));
  }

  private static @Nullable Saying badVersion(String rest) {
    Party party = Party.before(": ", rest);
    return map(party, p -> Saying.ends(Kind.PROTOCOL_ERROR, p.at(Stage.BEFORE_LOGIN)));
  }

  /** {@code COUNT from [ADDRESS]:PORT on [ADDRESS]:PORT REASON}. */
  private static @Nullable Saying turnedAway(String rest) {
    int from = rest.indexOf(" from [");
    int port = rest.indexOf("]:");
    int on = rest.indexOf(" on [");
    if (from < 0 || port < from || on < port || !Text.isNumber(rest.substring(0, from))) {
      return null;
    }
    String address = rest.substring(from + " from [".length(), port);
    Party party = Party.of(address + " port " + rest.substring(port + "]:".length(), on));
    return map(party, found -> Saying.ofAnother(Kind.TURNED_AWAY, found, 0));
  }

  /**
   * {@code TAG: Connection from ID: ERROR}, or {@code FUNCTION: OPERATION: ERROR} of the system.
   */
  private static @Nullable Saying tagged(Message message) {
    String connection = ": Connection from ";
    int at = message.text().indexOf(connection);
    if (at >= 0) {
      String rest = message.text().substring(at + connection.length());
      Stage stage = stage(message.text().substring(0, at));
      return stage == null ? null : connectionFrom(rest, stage);
    }
    return message.fatal() || message.before() ? failed(message.text()) : null;
  }

  /**
   * Where these words of sshd's stand; the process before the login is marked, where it is that.
   */
  private static @Nullable Stage stage(String tag) {
    if (tag.equals("banner exchange")) {
      return Stage.BEFORE_LOGIN;
    }
    return Text.isFunction(tag.replace(": ", "_")) ? Stage.AFTER_LOGIN : null;
  }

  /** An error of the network that ended the process; of two lines of one, not the first. */
  private static @Nullable Saying failed(String text) {
    int colon = text.indexOf(": ");
    int last = text.lastIndexOf(": ");
    if (colon < 0
        || !Text.isFunction(text.substring(0, colon))
        || text.startsWith("kex_exchange_identification")
        || text.startsWith("send_error")
        || !Text.isPlain(text.substring(colon + 1, Math.max(colon + 1, last)).replace(':', ' '))) {
      return null;
    }
    return systemError(text.substring(last + 2));
  }
}
