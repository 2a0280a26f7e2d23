package dev.sshpulse.hooks;

import dev.sshpulse.conversations.Description;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.conversations.Sayings;
import dev.sshpulse.diagnosis.OwnReason;
import dev.sshpulse.model.Heartbeat;
import dev.sshpulse.model.Library;
import dev.sshpulse.weave.LibraryTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** The hooks in sshj 0.38 to 0.40. A session is known by its {@code TransportImpl}. */
final class Sshj implements HookedLibrary {
  private static final int CONNECTING = 0;
  private static final int NOT_CONNECTED = 1;
  private static final int CONNECTED = 2;
  private static final int RECEIVED = 3;
  private static final int SENT = 4;
  private static final int DYING = 5;
  private static final int BEAT = 6;

  private static final String CLIENT = "net/schmizz/sshj/SocketClient.";
  private static final String TRANSPORT = "net/schmizz/sshj/transport/TransportImpl.";
  private static final String PACKET = "Lnet/schmizz/sshj/common/SSHPacket;";
  private static final String NAME = "Ljava/lang/String;";
  private static final String ADDRESS = "Ljava/net/InetAddress;";
  private static final String FROM = "I" + ADDRESS + "I)V";

  private static final Getter TRANSPORT_OF_CLIENT = Getter.field("trans");
  private static final Getter SOCKET = Getter.field("socket");
  private static final Getter CONNECTION = Getter.field("conn");
  private static final Getter KEEPALIVE = Getter.method("getKeepAlive");
  private static final Getter INTERVAL = Getter.method("getKeepAliveInterval");
  private static final Getter TRANSPORT_OF_CONNECTION = Getter.method("getTransport");
  private static final Getter CLIENT_VERSION = Getter.field("clientID");
  private static final Getter SERVER_VERSION = Getter.field("serverID");
  private static final Getter INFO = Getter.field("connInfo");
  private static final Getter INPUT = Getter.field("in");
  private static final Getter SOCKET_OF_INPUT = Getter.field("parent");
  private static final Getter HOST = Getter.field("host");
  private static final Getter BYTES = Getter.field("data");
  private static final Getter AT = Getter.field("rpos");
  private static final Getter END = Getter.field("wpos");
  private static final Getter REASON = Getter.method("getDisconnectReason");

  private final LibraryTable table;
  private final LibraryContext context;
  private final Sayings sayings;

  Sshj(int number, LibraryContext context) {
    this.context = context;
    this.sayings = context.sayings();
    this.table = rows(new LibraryRows(Library.SSHJ.label(), number)).table();
  }

  private static LibraryRows rows(LibraryRows rows) {
    rows.needs("messages received").needs("messages sent");
    connects(rows, "(" + NAME + "I)V");
    connects(rows, "(" + NAME + FROM);
    connects(rows, "(" + ADDRESS + "I)V");
    connects(rows, "(" + ADDRESS + FROM);
    rows.enter(CONNECTED, "connected", "net/schmizz/sshj/SSHClient.onConnect", "()V");
    rows.enter(
        RECEIVED,
        "messages received",
        TRANSPORT + "handle",
        "(Lnet/schmizz/sshj/common/Message;" + PACKET + ")V");
    rows.enter(SENT, "messages sent", TRANSPORT + "write", "(" + PACKET + ")J");
    rows.enter(DYING, "failures", TRANSPORT + "die", "(Ljava/lang/Exception;)V");
    rows.enter(BEAT, "heartbeats", "net/schmizz/keepalive/Heartbeater.doKeepAlive", "()V");
    return rows;
  }

  private static void connects(LibraryRows rows, String descriptor) {
    rows.enter(CONNECTING, "connects", CLIENT + "connect", descriptor);
    rows.fail(NOT_CONNECTED, "connects that fail", CLIENT + "connect", descriptor);
  }

  @Override
  public LibraryTable table() {
    return table;
  }

  @Override
  public void heard(int row, Object self, @Nullable Object first, @Nullable Object second) {
    switch (row) {
      case CONNECTING -> connecting(self, first, second);
      case NOT_CONNECTED -> sayings.connectFailed(transport(self), context.errors().of(first));
      case CONNECTED -> connected(self);
      case RECEIVED -> message(self, second, AT.number(second, 0) - 1, false);
      case SENT -> message(self, first, AT.number(first, 0), true);
      case DYING -> dying(self, first);
      case BEAT -> beat(self);
      default -> {}
    }
  }

  /** Its reader is a thread for each session. */
  @Override
  public void meet(Object running) {
    Object transport = TRANSPORT_OF_CLIENT.of(running);
    Object input = INPUT.of(INFO.of(transport));
    if (transport != null && SOCKET_OF_INPUT.of(input) instanceof Socket socket) {
      sayings.meet(
          transport,
          () -> describe(transport, SocketAddresses.local(socket), SocketAddresses.peer(socket)));
    }
  }

  /** What stands for the session from the beginning; the client itself, where it has none. */
  private static Object transport(Object client) {
    Object transport = TRANSPORT_OF_CLIENT.of(client);
    return transport == null ? client : transport;
  }

  private void connecting(Object client, @Nullable Object to, @Nullable Object port) {
    sayings.connecting(
        transport(client),
        context.attempt(
            Library.SSHJ,
            client,
            to instanceof InetAddress address ? address.getHostAddress() : (String) to,
            port instanceof Integer number ? number : 0));
  }

  private void connected(Object client) {
    Socket socket = SOCKET.of(client) instanceof Socket known ? known : null;
    Object transport = transport(client);
    describe(transport, SocketAddresses.local(socket), SocketAddresses.peer(socket));
    tellHeartbeat(client, transport);
  }

  /** Seconds; its default sends what needs no answer, never. */
  private void tellHeartbeat(Object client, Object transport) {
    Object keepAlive = KEEPALIVE.of(CONNECTION.of(client));
    int seconds = INTERVAL.number(keepAlive, 0);
    if (keepAlive != null && seconds > 0) {
      boolean enforced = !keepAlive.getClass().getName().endsWith("Heartbeater");
      sayings.isSetToProbe(transport, new Heartbeat(enforced, seconds * 1_000L));
    }
  }

  private void describe(
      Object transport, @Nullable InetSocketAddress local, @Nullable InetSocketAddress peer) {
    sayings.describe(
        transport,
        new Description(
            Library.SSHJ,
            context.version(transport),
            local,
            peer,
            CLIENT_VERSION.text(transport),
            SERVER_VERSION.text(transport),
            HOST.text(INFO.of(transport))));
  }

  private void message(Object transport, @Nullable Object packet, int at, boolean sent) {
    if (!(BYTES.of(packet) instanceof byte[] bytes) || at < 0 || at >= bytes.length) {
      return;
    }
    if (Messages.matter(bytes[at])) {
      if (Messages.callForDescription(bytes[at])) {
        describe(transport, null, null);
      }
      sayings.message(transport, sent, bytes, at, END.number(packet, at) - at);
    }
  }

  /** The reason is one of the RFC's or, when the peer is gone, none. */
  private void dying(Object transport, @Nullable Object thrown) {
    switch (String.valueOf(REASON.of(thrown))) {
      case "CONNECTION_LOST" -> sayings.reason(transport, OwnReason.KEEPALIVE_UNANSWERED);
      case "HOST_KEY_NOT_VERIFIABLE" -> sayings.reason(transport, OwnReason.HOST_KEY_REJECTED);
      case "KEY_EXCHANGE_FAILED" -> sayings.reason(transport, OwnReason.KEY_EXCHANGE_FAILED);
      case "UNKNOWN" -> sayings.lost(transport);
      default -> {}
    }
  }

  private void beat(Object keepAlive) {
    Object transport = TRANSPORT_OF_CONNECTION.of(CONNECTION.of(keepAlive));
    if (transport != null) {
      sayings.probeWithoutQuestion(transport);
    }
  }
}
