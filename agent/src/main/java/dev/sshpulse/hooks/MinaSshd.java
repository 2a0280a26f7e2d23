package dev.sshpulse.hooks;

import dev.sshpulse.conversations.Description;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.conversations.Sayings;
import dev.sshpulse.diagnosis.OwnReason;
import dev.sshpulse.model.Library;
import dev.sshpulse.weave.LibraryTable;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hooks in Apache MINA SSHD 2.0 to 2.20, client and server, over any of its transports.
 *
 * <p>Every message passes {@code AbstractSession} in plain text on its way in and out.
 */
final class MinaSshd implements HookedLibrary {
  private static final int RECEIVED = 0;
  private static final int SENT = 1;
  private static final int DISCONNECTING = 2;
  private static final int CAUGHT = 3;
  private static final int CONNECTING = 4;
  private static final int CONNECTED = 5;
  private static final int NOT_CONNECTED = 6;
  private static final int BEATING = 7;
  private static final int DISTRUSTING = 8;
  private static final int CLOSING = 9;
  private static final int LOOKING_AFTER = 10;

  private static final String SESSION = "org/apache/sshd/common/session/helpers/AbstractSession.";
  private static final String HELPER = "org/apache/sshd/common/session/helpers/SessionHelper.";
  private static final String IO = "org/apache/sshd/common/io/";
  private static final String BUFFER = "Lorg/apache/sshd/common/util/buffer/Buffer;";
  private static final String ADDRESS = "Ljava/net/SocketAddress;";
  private static final String CONTEXT = "Lorg/apache/sshd/common/AttributeRepository;";
  private static final String FUTURE = "Lorg/apache/sshd/common/io/IoConnectFuture;";
  private static final String SESSIONS =
      "org.apache.sshd.common.session.helpers.AbstractSessionIoHandler";
  private static final String EXCEPTION = "org.apache.sshd.common.SshException";
  private static final String THROWS = "(Ljava/lang/Throwable;)V";
  private static final String[] CONNECTORS = {
    "nio2/Nio2Connector", "mina/MinaConnector", "netty/NettyIoConnector"
  };

  private static final Getter ARRAY = Getter.method("array");
  private static final Getter POSITION = Getter.method("rpos");
  private static final Getter AVAILABLE = Getter.method("available");
  private static final Getter IO_SESSION = Getter.method("getIoSession");
  private static final Getter LOCAL = Getter.method("getLocalAddress");
  private static final Getter REMOTE = Getter.method("getRemoteAddress");
  private static final Getter CLIENT_VERSION = Getter.method("getClientVersion");
  private static final Getter SERVER_VERSION = Getter.method("getServerVersion");
  private static final Getter CONNECT_ADDRESS = Getter.method("getConnectAddress");
  private static final Getter TIMEOUT = Getter.method("getTimeoutStatus");
  private static final Getter REASON = Getter.method("getDisconnectCode");
  private static final Getter STATUS = Getter.method("getStatus");
  private static final Getter SESSION_OF_SERVICE = Getter.method("getSession");
  private static final Getter HEARTBEAT = Getter.method("getSessionHeartbeatType");
  private static final Getter FAILURE = Getter.method("getException");
  private static final Getter SESSIONS_LOOKED_AFTER = Getter.field("sessions");
  private static final Getter HANDLER = Getter.field("handler");

  private final LibraryTable table;
  private final LibraryContext context;
  private final Sayings sayings;

  MinaSshd(int number, LibraryContext context) {
    this.context = context;
    this.sayings = context.sayings();
    this.table = rows(new LibraryRows(Library.MINA_SSHD.label(), number)).table();
  }

  private static LibraryRows rows(LibraryRows rows) {
    rows.needs("messages received").needs("messages sent");
    rows.enter(RECEIVED, "messages received", SESSION + "handleMessage", "(" + BUFFER + ")V");
    rows.enter(SENT, "messages sent", SESSION + "encode", "(" + BUFFER + ")" + BUFFER);
    rows.enter(DISCONNECTING, "disconnects", SESSION + "disconnect", "(ILjava/lang/String;)V");
    rows.enter(DISCONNECTING, "disconnects", HELPER + "disconnect", "(ILjava/lang/String;)V");
    rows.enter(
        BEATING,
        "heartbeats",
        "org/apache/sshd/common/session/helpers/AbstractConnectionService.sendHeartBeat",
        "()Z");
    rows.enter(CAUGHT, "failures", SESSION + "exceptionCaught", THROWS);
    rows.enter(CLOSING, "ends of sessions", SESSION + "preClose", "()V");
    rows.enter(CAUGHT, "failures", HELPER + "exceptionCaught", THROWS);
    rows.fail(
        DISTRUSTING,
        "host keys that are refused",
        "org/apache/sshd/client/session/AbstractClientSession.checkKeys",
        "()V");
    rows.enter(
        LOOKING_AFTER,
        "sessions that are there",
        "org/apache/sshd/common/session/helpers/SessionTimeoutListener.run",
        "()V");
    connects(rows);
    return rows;
  }

  private static void connects(LibraryRows rows) {
    for (String connector : CONNECTORS) {
      String connect = IO + connector + ".connect";
      rows.answer(CONNECTING, "connects", connect, "(" + ADDRESS + ")" + FUTURE);
      rows.answer(
          CONNECTING, "connects", connect, "(" + ADDRESS + CONTEXT + ADDRESS + ")" + FUTURE);
    }
    String session = "(Lorg/apache/sshd/common/io/IoSession;)V";
    String future = IO + "DefaultIoConnectFuture.";
    String oldFuture = IO + "nio2/Nio2Connector$DefaultIoConnectFuture.";
    rows.enter(CONNECTED, "connected", future + "setSession", session);
    rows.enter(CONNECTED, "connected", oldFuture + "setSession", session);
    rows.enter(NOT_CONNECTED, "connects that fail", oldFuture + "setException", THROWS);
    rows.enter(
        NOT_CONNECTED,
        "connects that fail",
        "org/apache/sshd/common/future/DefaultCancellableSshFuture.setException",
        THROWS);
  }

  @Override
  public LibraryTable table() {
    return table;
  }

  /** Its messages pass other classes. */
  @Override
  public @Nullable String refusal(String version) {
    return version.startsWith("3.") ? "not yet: only 2.x has hooks" : null;
  }

  @Override
  public void heard(int row, Object self, @Nullable Object first, @Nullable Object second) {
    switch (row) {
      case RECEIVED -> message(self, first, false);
      case SENT -> message(self, first, true);
      case DISCONNECTING -> disconnecting(self);
      case BEATING -> beating(SESSION_OF_SERVICE.of(self));
      case CAUGHT, DISTRUSTING -> caught(self, first);
      case CLOSING -> heardNobody(self, null);
      case CONNECTING -> connecting(self, first, second);
      case CONNECTED -> connected(self, first);
      case LOOKING_AFTER -> lookingAfter(self);
      case NOT_CONNECTED -> sayings.connectFailed(self, context.errors().of(first));
      default -> {}
    }
  }

  /** Once a second, whatever its sessions do. */
  private void lookingAfter(Object listener) {
    if (sayings.meetStrangers()) {
      sayings.meet(listener, () -> meetAll(SESSIONS_LOOKED_AFTER.of(listener)));
    }
  }

  private void meetAll(@Nullable Object sessions) {
    if (sessions instanceof Set<?> all) {
      for (Object session : all) {
        sayings.meet(session, () -> describe(session));
      }
    }
  }

  private void message(Object session, @Nullable Object buffer, boolean sent) {
    if (!(ARRAY.of(buffer) instanceof byte[] bytes)) {
      return;
    }
    int at = POSITION.number(buffer, bytes.length);
    if (at < bytes.length && Messages.matter(bytes[at])) {
      if (Messages.callForDescription(bytes[at])) {
        describe(session);
      }
      sayings.message(session, sent, bytes, at, AVAILABLE.number(buffer, 0));
    }
  }

  private void describe(Object session) {
    Object io = IO_SESSION.of(session);
    if (io != null) {
      sayings.same(io, session);
    }
    sayings.describe(
        session,
        new Description(
            Library.MINA_SSHD,
            context.version(session),
            internet(LOCAL.of(io)),
            internet(REMOTE.of(io)),
            CLIENT_VERSION.text(session),
            SERVER_VERSION.text(session),
            host(CONNECT_ADDRESS.of(session))));
  }

  private static @Nullable InetSocketAddress internet(@Nullable Object address) {
    return address instanceof InetSocketAddress internet ? internet : null;
  }

  private static @Nullable String host(@Nullable Object address) {
    return address instanceof InetSocketAddress internet ? internet.getHostString() : null;
  }

  /**
   * Before the peer hears of it, and may be faster than we are: on the wire a timeout looks like a
   * protocol error. In later releases the status is part of an indicator.
   */
  private void disconnecting(Object session) {
    Object timeout = TIMEOUT.of(session);
    Object status = STATUS.of(timeout);
    String name = String.valueOf(status == null ? timeout : status);
    if (name.equals("IdleTimeout")) {
      sayings.reason(session, OwnReason.IDLE_TIMEOUT);
    } else if (name.equals("AuthTimeout")) {
      sayings.reason(session, OwnReason.AUTH_TIMEOUT);
    }
  }

  /** What it then says to the peer may be too late: the application closes as soon as it knows. */
  private void caught(Object session, @Nullable Object thrown) {
    heardNobody(session, thrown);
    boolean itsOwn = thrown != null && thrown.getClass().getName().equals(EXCEPTION);
    OwnReason reason = itsOwn ? reason(REASON.number(thrown, 0)) : null;
    if (thrown instanceof SocketTimeoutException) {
      reason = OwnReason.KEEPALIVE_UNANSWERED;
    }
    if (reason != null) {
      sayings.reason(session, reason);
    }
  }

  /** It makes a session of any connection, and is done with connecting by then. */
  private void heardNobody(Object session, @Nullable Object thrown) {
    Object io = IO_SESSION.of(session);
    if (io != null && SERVER_VERSION.of(session) == null) {
      describe(session);
      sayings.connectFailed(io, context.errors().of(thrown));
    }
  }

  /** None for the peer: in a session that awaits an answer, about that. RFC 4253 section 11.1. */
  private static @Nullable OwnReason reason(int code) {
    return switch (code) {
      case 0 -> OwnReason.KEEPALIVE_UNANSWERED;
      case 3 -> OwnReason.KEY_EXCHANGE_FAILED;
      case 9 -> OwnReason.HOST_KEY_REJECTED;
      default -> null;
    };
  }

  /** Of the other kinds, messages tell. */
  private void beating(@Nullable Object session) {
    if (session != null && String.valueOf(HEARTBEAT.of(session)).equals("IGNORE")) {
      sayings.probeWithoutQuestion(session);
    }
  }

  private void connecting(Object connector, @Nullable Object future, @Nullable Object address) {
    if (future != null && address instanceof InetSocketAddress to && isForSessions(connector)) {
      sayings.connecting(
          future, context.attempt(Library.MINA_SSHD, future, to.getHostString(), to.getPort()));
      failedAtOnce(future);
    }
  }

  /** A refusal on loopback, or a name without an address: before anybody had the future. */
  private void failedAtOnce(Object future) {
    if (FAILURE.of(future) instanceof Throwable failure) {
      sayings.connectFailed(future, context.errors().of(failure));
    }
  }

  /** As opposed to what forwarded channels lead to. */
  private static boolean isForSessions(Object connector) {
    Object handler = HANDLER.of(connector);
    Class<?> type = handler == null ? null : handler.getClass();
    while (type != null && !type.getName().equals(SESSIONS)) {
      type = type.getSuperclass();
    }
    return handler == null || type != null;
  }

  private void connected(Object future, @Nullable Object io) {
    if (io != null) {
      sayings.same(future, io);
    }
  }
}
