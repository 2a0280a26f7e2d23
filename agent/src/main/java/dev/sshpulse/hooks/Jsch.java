package dev.sshpulse.hooks;

import dev.sshpulse.conversations.Description;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.conversations.Sayings;
import dev.sshpulse.diagnosis.OwnReason;
import dev.sshpulse.model.Heartbeat;
import dev.sshpulse.model.Library;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.weave.LibraryTable;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The hooks in JSch: JCraft's 0.1.55 and its successor up to 2.28, whose classes have the same
 * names.
 *
 * <p>Every message passes {@code Session.read} and {@code Session.encode}, but that a received
 * SSH_MSG_DISCONNECT leaves as an exception. A read that times out is the tick of its keepalive.
 */
final class Jsch implements HookedLibrary {
  private static final int CONNECTING = 0;
  private static final int NOT_CONNECTED = 1;
  private static final int RECEIVED = 2;
  private static final int READ_FAILED = 3;
  private static final int SENT = 4;
  private static final int HOST_KEY_REJECTED = 5;

  private static final String SESSION = "com/jcraft/jsch/Session.";
  private static final String BUFFER = "Lcom/jcraft/jsch/Buffer;";

  /** To a peer that has not said who it is, it says a failed key exchange whatever the reason. */
  private static final int DISCONNECT = 1;

  /** What precedes the payload in its buffers: length and padding length. */
  private static final int HEADER = 5;

  private static final Getter SOCKET = Getter.field("socket");
  private static final Getter HOST = Getter.field("host");
  private static final Getter PORT = Getter.field("port");
  private static final Getter CLIENT_VERSION = Getter.field("V_C");
  private static final Getter SERVER_VERSION = Getter.field("V_S");
  private static final Getter SESSION_OF_LAMBDA = Getter.field("arg$1");
  private static final Getter BUFFER_OF_PACKET = Getter.field("buffer");
  private static final Getter BYTES = Getter.field("buffer");
  private static final Getter END = Getter.field("index");
  private static final Getter ALIVE_INTERVAL = Getter.field("serverAliveInterval");
  private static final Getter ALIVE_COUNT = Getter.field("serverAliveCountMax");
  private static final Getter REASON = Getter.method("getReasonCode");

  private final LibraryTable table;
  private final LibraryContext context;
  private final Sayings sayings;

  Jsch(int number, LibraryContext context) {
    this.context = context;
    this.sayings = context.sayings();
    this.table = rows(new LibraryRows(Library.JSCH.label(), number)).table();
  }

  private static LibraryRows rows(LibraryRows rows) {
    String read = "(" + BUFFER + ")" + BUFFER;
    rows.needs("messages received").needs("messages sent");
    rows.enter(CONNECTING, "connects", SESSION + "connect", "(I)V");
    rows.fail(NOT_CONNECTED, "connects that fail", SESSION + "connect", "(I)V");
    rows.answer(RECEIVED, "messages received", SESSION + "read", read);
    rows.fail(READ_FAILED, "disconnects received", SESSION + "read", read);
    rows.enter(SENT, "messages sent", SESSION + "encode", "(Lcom/jcraft/jsch/Packet;)V");
    rows.fail(
        HOST_KEY_REJECTED,
        "host keys that are refused",
        SESSION + "checkHost",
        "(Ljava/lang/String;ILcom/jcraft/jsch/KeyExchange;)V");
    return rows;
  }

  @Override
  public LibraryTable table() {
    return table;
  }

  @Override
  public void heard(int row, Object self, @Nullable Object first, @Nullable Object second) {
    switch (row) {
      case CONNECTING -> connecting(self);
      case NOT_CONNECTED -> sayings.connectFailed(self, error(first));
      case RECEIVED -> message(self, first, false);
      case READ_FAILED -> readFailed(self, first);
      case SENT -> message(self, BUFFER_OF_PACKET.of(first), true);
      case HOST_KEY_REJECTED -> sayings.reason(self, OwnReason.HOST_KEY_REJECTED);
      default -> {}
    }
  }

  /** A session is what its thread runs or, since 0.2.26, one of its methods is. */
  @Override
  public void meet(Object running) {
    Object bound = SESSION_OF_LAMBDA.of(running);
    Object session = bound == null ? running : bound;
    if (session.getClass().getName().equals("com.jcraft.jsch.Session")) {
      sayings.meet(session, () -> describe(session));
    }
  }

  private void connecting(Object session) {
    sayings.connecting(
        session,
        context.attempt(Library.JSCH, session, HOST.text(session), PORT.number(session, 0)));
  }

  /** In JCraft's, whose exception says so in its text alone, no socket call has ended yet. */
  private SocketError error(@Nullable Object thrown) {
    String text = thrown instanceof Throwable failure ? failure.getMessage() : null;
    return text != null && text.startsWith("timeout: ")
        ? SocketError.TIMED_OUT
        : context.errors().of(thrown);
  }

  private void message(Object session, @Nullable Object buffer, boolean sent) {
    if (!(BYTES.of(buffer) instanceof byte[] bytes)
        || bytes.length <= HEADER
        || !Messages.matter(bytes[HEADER])) {
      return;
    }
    if (Messages.callForDescription(bytes[HEADER])) {
      describe(session);
    }
    if (bytes[HEADER] != DISCONNECT || SERVER_VERSION.of(session) != null) {
      sayings.message(session, sent, bytes, HEADER, END.number(buffer, HEADER) - HEADER);
    }
  }

  private void describe(Object session) {
    Socket socket = SOCKET.of(session) instanceof Socket known ? known : null;
    sayings.describe(
        session,
        new Description(
            Library.JSCH,
            context.version(session),
            SocketAddresses.local(socket),
            SocketAddresses.peer(socket),
            text(CLIENT_VERSION.of(session)),
            text(SERVER_VERSION.of(session)),
            HOST.text(session)));
    tellHeartbeat(session);
  }

  /** It probes when nothing has come in for the interval, and gives up after so many. */
  private void tellHeartbeat(Object session) {
    int interval = ALIVE_INTERVAL.number(session, 0);
    if (interval > 0) {
      long patience = (long) interval * (ALIVE_COUNT.number(session, 1) + 1);
      sayings.isSetToProbe(session, new Heartbeat(true, patience));
    }
  }

  private static @Nullable String text(@Nullable Object bytes) {
    return bytes instanceof byte[] known
        ? new String(known, StandardCharsets.UTF_8).stripTrailing()
        : null;
  }

  private void readFailed(Object session, @Nullable Object thrown) {
    if (thrown instanceof InterruptedIOException) {
      sayings.waited(session, ALIVE_COUNT.number(session, 1));
      return;
    }
    if (!(thrown instanceof Exception exception)) {
      return;
    }
    int reason = reasonIn(exception);
    if (reason >= 0) {
      sayings.disconnected(session, reason);
    }
    sayings.lost(session);
  }

  /** Its own exception has it since 0.2.12; before, and in JCraft's, it is in the text alone. */
  private static int reasonIn(Exception thrown) {
    int reason = REASON.number(thrown, -1);
    String text = thrown.getMessage();
    String before = "SSH_MSG_DISCONNECT: ";
    if (reason >= 0 || text == null || !text.startsWith(before)) {
      return reason;
    }
    int end = text.indexOf(' ', before.length());
    try {
      return Integer.parseInt(text, before.length(), end < 0 ? text.length() : end, 10);
    } catch (NumberFormatException e) {
      return -1; // no number of the RFC's
    }
  }
}
