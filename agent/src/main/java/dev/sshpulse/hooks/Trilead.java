package dev.sshpulse.hooks;

import dev.sshpulse.conversations.Description;
import dev.sshpulse.conversations.Messages;
import dev.sshpulse.conversations.Sayings;
import dev.sshpulse.diagnosis.OwnReason;
import dev.sshpulse.model.Library;
import dev.sshpulse.weave.LibraryTable;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The hooks in Trilead SSH-2 (Jenkins' and ConnectBot's) and in Ganymed SSH-2, which are of one
 * origin. A session is known by its {@code TransportConnection}.
 */
final class Trilead implements HookedLibrary {
  private static final int CONNECTING = 0;
  private static final int NOT_CONNECTED = 1;
  private static final int EXCHANGING = 2;
  private static final int RECEIVED = 3;
  private static final int SENT = 4;
  private static final int RECEIVING = 5;
  private static final int READ_FAILED = 6;
  private static final int EXCHANGE_FAILED = 7;

  /** What a thread reads into: the method that does so forgets it where messages are compressed. */
  private static final ThreadLocal<byte[]> BUFFERS = new ThreadLocal<>();

  private static final Getter MANAGER_OF_RUNNABLE = Getter.field("this$0");
  private static final Getter MANAGER = Getter.field("tm");
  private static final Getter CONNECTION = Getter.field("tc");
  private static final Getter SOCKET = Getter.field("sock");
  private static final Getter HOST = Getter.field("hostname");
  private static final Getter PORT = Getter.field("port");
  private static final Getter HELLO = Getter.field("csh");
  private static final Getter CLIENT_LINE = Getter.field("client_line");
  private static final Getter SERVER_LINE = Getter.field("server_line");

  private final Library library;
  private final LibraryTable table;
  private final LibraryContext context;
  private final Sayings sayings;

  private Trilead(Library library, LibraryRows rows, LibraryContext context) {
    this.library = library;
    this.table = rows.table();
    this.context = context;
    this.sayings = context.sayings();
  }

  static Trilead trilead(int number, LibraryContext context) {
    String at = "com/trilead/ssh2/";
    LibraryRows rows = rows(new LibraryRows(Library.TRILEAD.label(), number), at);
    String connect = at + "transport/TransportManager.initialize";
    String descriptor =
        "(Lcom/trilead/ssh2/crypto/CryptoWishList;Lcom/trilead/ssh2/ServerHostKeyVerifier;"
            + "Lcom/trilead/ssh2/DHGexParameters;ILjava/security/SecureRandom;"
            + "Lcom/trilead/ssh2/ProxyData;)V";
    rows.enter(CONNECTING, "connects", connect, descriptor);
    rows.fail(NOT_CONNECTED, "connects that fail", connect, descriptor);
    rows.enter(
        EXCHANGING,
        "key exchanges",
        at + "transport/KexManager.initiateKEX",
        "(Lcom/trilead/ssh2/crypto/CryptoWishList;Lcom/trilead/ssh2/DHGexParameters;)V");
    exchangeFails(rows, at + "transport/KexManager.");
    return new Trilead(Library.TRILEAD, rows, context);
  }

  static Trilead ganymed(int number, LibraryContext context) {
    String at = "ch/ethz/ssh2/";
    LibraryRows rows = rows(new LibraryRows(Library.GANYMED.label(), number), at);
    String connect = at + "transport/ClientTransportManager.connect";
    String descriptor =
        "(Ljava/lang/String;ILjava/lang/String;Lch/ethz/ssh2/crypto/CryptoWishList;"
            + "Lch/ethz/ssh2/ServerHostKeyVerifier;Lch/ethz/ssh2/DHGexParameters;I"
            + "Ljava/security/SecureRandom;)V";
    rows.enter(CONNECTING, "connects", connect, descriptor);
    rows.fail(NOT_CONNECTED, "connects that fail", connect, descriptor);
    rows.enter(
        EXCHANGING,
        "key exchanges",
        at + "transport/KexManager.initiateKEX",
        "(Lch/ethz/ssh2/crypto/CryptoWishList;Lch/ethz/ssh2/DHGexParameters;"
            + "Lch/ethz/ssh2/signature/DSAPrivateKey;"
            + "Lch/ethz/ssh2/signature/RSAPrivateKey;)V");
    exchangeFails(rows, at + "transport/ClientKexManager.");
    return new Trilead(Library.GANYMED, rows, context);
  }

  private static LibraryRows rows(LibraryRows rows, String at) {
    String connection = at + "transport/TransportConnection.";
    String receive = connection + "receiveMessage";
    return rows.needs("messages received")
        .needs("messages sent")
        .enter(RECEIVING, "messages received", receive, "([BII)I")
        .result(RECEIVED, "messages received", receive, "([BII)I")
        .fail(READ_FAILED, "the end of reading", receive, "([BII)I")
        .enter(SENT, "messages sent", connection + "sendMessage", "([BIII)V");
  }

  private static void exchangeFails(LibraryRows rows, String manager) {
    String handle = manager + "handleMessage";
    rows.fail(EXCHANGE_FAILED, "key exchanges that fail", handle, "([BI)V");
  }

  @Override
  public LibraryTable table() {
    return table;
  }

  @Override
  public void heard(int row, Object self, @Nullable Object first, @Nullable Object second) {
    switch (row) {
      case CONNECTING -> connecting(self, first, second);
      case NOT_CONNECTED -> notConnected(self, first);
      case EXCHANGING -> exchanging(self);
      case RECEIVING -> receiving(first);
      case RECEIVED -> received(self, first);
      case READ_FAILED -> sayings.lost(self);
      case EXCHANGE_FAILED -> exchangeFailed(self, first);
      case SENT -> sent(self, first, second);
      default -> {}
    }
  }

  /** It receives on a thread for each session. */
  @Override
  public void meet(Object running) {
    Object manager = MANAGER_OF_RUNNABLE.of(running);
    Object connection = CONNECTION.of(manager);
    if (manager != null && connection != null) {
      sayings.meet(connection, () -> describe(connection, manager, null));
    }
  }

  /** Ganymed names the target when it connects, Trilead has it from the beginning. */
  private void connecting(Object manager, @Nullable Object host, @Nullable Object port) {
    sayings.connecting(
        manager,
        context.attempt(
            library,
            manager,
            host instanceof String name ? name : HOST.text(manager),
            port instanceof Integer number ? number : PORT.number(manager, 0)));
  }

  private void exchanging(Object exchange) {
    Object manager = MANAGER.of(exchange);
    Object connection = CONNECTION.of(manager);
    if (manager == null || connection == null) {
      return;
    }
    sayings.same(manager, connection);
    describe(connection, manager, HELLO.of(exchange));
  }

  /** A peer that speaks something else has a connection all the same. */
  private void notConnected(Object manager, @Nullable Object thrown) {
    describe(manager, manager, null);
    sayings.connectFailed(manager, context.errors().of(thrown));
  }

  private void describe(Object speaker, Object manager, @Nullable Object hello) {
    Socket socket = SOCKET.of(manager) instanceof Socket known ? known : null;
    sayings.describe(
        speaker,
        new Description(
            library,
            context.version(manager),
            SocketAddresses.local(socket),
            SocketAddresses.peer(socket),
            CLIENT_LINE.text(hello),
            SERVER_LINE.text(hello),
            HOST.text(manager)));
  }

  /** There is one exception for all, and its text. */
  private void exchangeFailed(Object exchange, @Nullable Object thrown) {
    Object connection = CONNECTION.of(MANAGER.of(exchange));
    String text = thrown instanceof Throwable failure ? failure.getMessage() : null;
    if (connection != null) {
      boolean hostKey = text != null && text.contains("hostkey was not accepted");
      sayings.reason(
          connection, hostKey ? OwnReason.HOST_KEY_REJECTED : OwnReason.KEY_EXCHANGE_FAILED);
    }
  }

  private void receiving(@Nullable Object buffer) {
    if (buffer instanceof byte[] bytes) {
      BUFFERS.set(bytes);
    }
  }

  /** It is always asked to fill the buffer from its beginning. */
  private void received(Object connection, @Nullable Object length) {
    byte[] bytes = BUFFERS.get();
    BUFFERS.remove();
    if (bytes != null && length instanceof Integer filled && filled > 0) {
      message(connection, false, bytes, 0, filled);
    }
  }

  private void sent(Object connection, @Nullable Object buffer, @Nullable Object offset) {
    if (buffer instanceof byte[] bytes && offset instanceof Integer at && at < bytes.length) {
      message(connection, true, bytes, at, bytes.length - at);
    }
  }

  private void message(Object connection, boolean sent, byte[] bytes, int at, int length) {
    if (Messages.matter(bytes[at])) {
      sayings.message(connection, sent, bytes, at, length);
    }
  }
}
