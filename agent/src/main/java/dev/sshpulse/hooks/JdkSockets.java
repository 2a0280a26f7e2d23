package dev.sshpulse.hooks;

import static dev.sshpulse.weave.Argument.constant;
import static dev.sshpulse.weave.Argument.descriptorField;
import static dev.sshpulse.weave.Argument.parameter;
import static dev.sshpulse.weave.Moment.ENTER;
import static dev.sshpulse.weave.Moment.RETURN;
import static dev.sshpulse.weave.Moment.THROW;

import dev.sshpulse.connections.Connections;
import dev.sshpulse.connections.LiveConnection;
import dev.sshpulse.model.Faults;
import dev.sshpulse.model.Operation;
import dev.sshpulse.model.Side;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.weave.Hook;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own sockets on Linux: {@code java.net.Socket}, socket channels blocking or not,
 * asynchronous channels, Unix-domain channels. OpenJDK 17 and 25.
 *
 * <p>The only class compiled against the bridge, and what the bridge calls on application threads.
 */
public final class JdkSockets implements SshpulseBridge.Listener {
  private static final String FD = "Ljava/io/FileDescriptor;";
  private static final String NIO = "sun/nio/ch/";
  private static final String INET = "[Ljava/net/InetSocketAddress;";
  private static final String ASYNC_ACCEPT =
      "(Ljava/lang/Object;Ljava/nio/channels/CompletionHandler;)Ljava/util/concurrent/Future;";
  private static final String SHUTDOWN = "()Ljava/nio/channels/SocketChannel;";
  private static final String ASYNC_SHUTDOWN = "()Ljava/nio/channels/AsynchronousSocketChannel;";
  private static final String WRAP =
      "(Ljava/io/IOException;Ljava/net/SocketAddress;)Ljava/io/IOException;";
  private static final String PIPE = "(Ljava/nio/channels/spi/SelectorProvider;" + FD + ")V";

  private final Connections connections;
  private final ErrorTexts texts;
  private final SocketAddresses addresses;
  private final Faults faults;
  private final ThreadGroup ours;
  private @Nullable Thread drainer;

  /**
   * The handlers.
   *
   * @param ours the thread group whose sockets are sshpulse's own
   */
  public JdkSockets(Connections connections, Faults faults, ThreadGroup ours)
      throws ReflectiveOperationException {
    this.connections = connections;
    this.faults = faults;
    this.ours = ours;
    this.texts = ErrorTexts.ofThisProcess();
    this.addresses = new SocketAddresses();
  }

  /** Every way into the kernel that is seen. */
  public static List<Hook> table() {
    List<Hook> rows = new ArrayList<>();
    calls(rows, "read", "(" + FD + "JI)I", "received(I" + FD + "J)V", SshpulseBridge.READ);
    calls(rows, "readv", "(" + FD + "JI)J", "receivedVectors(J" + FD + "J)V", SshpulseBridge.READ);
    calls(rows, "write", "(" + FD + "JI)I", "sent(I" + FD + "J)V", SshpulseBridge.WRITE);
    calls(rows, "writev", "(" + FD + "JI)J", "sentVectors(J" + FD + "J)V", SshpulseBridge.WRITE);

    connects(
        rows, "Net.connect", "(Ljava/net/ProtocolFamily;" + FD + "Ljava/net/InetAddress;I)I", 1);
    rows.add(
        Hook.on(
            "connect to a Unix-domain socket",
            NIO + "UnixDomainSockets.connect",
            "(" + FD + "Ljava/nio/file/Path;)I",
            ENTER,
            "connectingLocally(" + FD + ")V",
            parameter(0)));
    connectFails(rows, "sun/net/util/SocketExceptions.of");
    connectFails(rows, "jdk/internal/util/Exceptions.ioException");
    connectTimesOut(rows, "NioSocketImpl.timedFinishConnect", "(" + FD + "J)Z");
    connectTimesOut(rows, "SocketChannelImpl.finishTimedConnect", "(J)Z");

    accepts(rows, "NioSocketImpl.accept", "(Ljava/net/SocketImpl;)V");
    accepts(rows, "NioSocketImpl.timedAccept", "(" + FD + FD + INET + "J)I");
    accepts(
        rows, "ServerSocketChannelImpl.implAccept", "(" + FD + FD + "[Ljava/net/SocketAddress;)I");
    accepts(rows, "UnixAsynchronousServerSocketChannelImpl.implAccept", ASYNC_ACCEPT);
    accepts(rows, "UnixAsynchronousServerSocketChannelImpl.onEvent", "(IZ)V");
    localAccepts(rows);

    closes(rows, "NioSocketImpl.close", "()V");
    closes(rows, "NioSocketImpl.shutdownInput", "()V");
    closes(rows, "NioSocketImpl.shutdownOutput", "()V");
    closes(rows, "SocketChannelImpl.implCloseSelectableChannel", "()V");
    closes(rows, "SocketChannelImpl.shutdownInput", SHUTDOWN);
    closes(rows, "SocketChannelImpl.shutdownOutput", SHUTDOWN);
    closes(rows, "UnixAsynchronousSocketChannelImpl.implClose", "()V");
    closes(rows, "AsynchronousSocketChannelImpl.shutdownInput", ASYNC_SHUTDOWN);
    closes(rows, "AsynchronousSocketChannelImpl.shutdownOutput", ASYNC_SHUTDOWN);
    closes(rows, "ServerSocketChannelImpl.implCloseSelectableChannel", "()V");
    closes(rows, "UnixAsynchronousServerSocketChannelImpl.implClose", "()V");
    descriptorCloses(rows, "SocketDispatcher");
    descriptorCloses(rows, "UnixDispatcher");

    pipes(rows, "SourceChannelImpl");
    pipes(rows, "SinkChannelImpl");
    return rows;
  }

  private static void calls(
      List<Hook> rows, String method, String descriptor, String call, int operation) {
    String place = NIO + "SocketDispatcher." + method;
    rows.add(
        Hook.on(
            "what " + method + " moved",
            place,
            descriptor,
            RETURN,
            call,
            parameter(0),
            parameter(1)));
    rows.add(
        Hook.on(
            "how " + method + " failed",
            place,
            descriptor,
            THROW,
            "failed(Ljava/lang/Throwable;" + FD + "I)V",
            parameter(0),
            constant(operation)));
  }

  private static void connects(List<Hook> rows, String place, String descriptor, int fd) {
    rows.add(
        Hook.on(
            "connect", NIO + place, descriptor, ENTER, "connecting(" + FD + ")V", parameter(fd)));
  }

  /** Two names for one method: JDK 17 has the first, JDK 25 the second. */
  private static void connectFails(List<Hook> rows, String place) {
    rows.add(
        Hook.on(
            "how a connect failed",
            place,
            WRAP,
            ENTER,
            "connectFailed(Ljava/lang/Throwable;)V",
            parameter(0)));
  }

  private static void connectTimesOut(List<Hook> rows, String place, String descriptor) {
    rows.add(
        Hook.on(
            "that a connect timed out in " + place,
            NIO + place,
            descriptor,
            THROW,
            "connectTimedOut(Ljava/lang/Throwable;)V"));
  }

  private static void accepts(List<Hook> rows, String caller, String descriptor) {
    rows.add(
        Hook.instead(
            "accept in " + caller,
            NIO + caller,
            descriptor,
            NIO + "Net.accept",
            "(" + FD + FD + INET + ")I"));
  }

  private static void localAccepts(List<Hook> rows) {
    String place = NIO + "UnixDomainSockets.accept";
    String descriptor = "(" + FD + FD + "[Ljava/lang/String;)I";
    String purpose = "accept from a Unix-domain socket";
    rows.add(Hook.on(purpose, place, descriptor, ENTER, "accepting(" + FD + ")V", parameter(0)));
    rows.add(Hook.on(purpose, place, descriptor, RETURN, "accepted(I" + FD + ")V", parameter(1)));
    rows.add(
        Hook.on(
            purpose,
            place,
            descriptor,
            THROW,
            "acceptFailed(Ljava/lang/Throwable;" + FD + ")V",
            parameter(0)));
  }

  private static void closes(List<Hook> rows, String place, String descriptor) {
    rows.add(
        Hook.on(
            "that the application calls " + place,
            NIO + place,
            descriptor,
            ENTER,
            "closing(" + FD + ")V",
            descriptorField("fd")));
  }

  /** JDK 17 has it in the first class, JDK 25 in the second. */
  private static void descriptorCloses(List<Hook> rows, String dispatcher) {
    rows.add(
        Hook.on(
            "that a descriptor is closed",
            NIO + dispatcher + ".close",
            "(" + FD + ")V",
            ENTER,
            "closed(" + FD + ")V",
            parameter(0)));
  }

  private static void pipes(List<Hook> rows, String channel) {
    rows.add(
        Hook.on(
            "that " + channel + " is no socket",
            NIO + channel + ".<init>",
            PIPE,
            ENTER,
            "pipe(" + FD + ")V",
            parameter(1)));
  }

  /** Takes the bridge, before anything is woven; false if another agent in this JVM has it. */
  public static boolean claim() {
    return SshpulseBridge.claim();
  }

  /**
   * Lets the bridge call from now on. What it calls is loaded and initialised first: a class that
   * is loaded under a socket's lock costs the application milliseconds, and near the end of a stack
   * it is lost for good.
   *
   * @param drainer the thread to wake when a connection changes
   */
  public void listen(Thread drainer) {
    this.drainer = drainer;
    Rehearsal.run(texts);
    SshpulseBridge.listen(this);
  }

  /** Moves the clock that timestamps of the bridge are of. */
  public static void tick(long millis) {
    SshpulseBridge.tick(millis);
  }

  /** Whether the application has connected or accepted anything since. */
  public static boolean used() {
    return SshpulseBridge.used();
  }

  /** How often the bridge had to swallow something. */
  public static int swallowed() {
    return SshpulseBridge.swallowed();
  }

  @Override
  public boolean ours() {
    return Thread.currentThread().getThreadGroup() == ours;
  }

  @Override
  public void beyond() {
    faults.dropped(Faults.What.DESCRIPTOR);
  }

  @Override
  public void recognised(SshpulseBridge.Slot slot) {
    Side side = slot.client() ? Side.CLIENT : Side.SERVER;
    slot.attachment = connections.recognised(side, new SlotTraffic(slot, addresses));
    wake();
  }

  @Override
  public void failed(SshpulseBridge.Slot slot, int operation, Throwable thrown) {
    SocketError error = texts.errorOf(thrown);
    if (error != null) {
      connections.failed((LiveConnection) slot.attachment, operation(operation), error);
    }
  }

  @Override
  public void failed(int operation, Throwable thrown) {
    SocketError error = texts.errorOf(thrown);
    if (error != null) {
      connections.failed(null, operation(operation), error);
    }
  }

  @Override
  public void closed(SshpulseBridge.Slot slot) {
    LiveConnection connection = (LiveConnection) slot.attachment;
    if (connection != null) {
      connections.closed(connection, !slot.closing() && isCleaner(Thread.currentThread()));
      wake();
    }
  }

  /** The JDK's thread that closes what the application has lost. */
  private static boolean isCleaner(Thread thread) {
    return thread.getName().equals("Common-Cleaner");
  }

  private void wake() {
    LockSupport.unpark(drainer);
  }

  static Operation operation(int code) {
    return switch (code) {
      case SshpulseBridge.CONNECT -> Operation.CONNECT;
      case SshpulseBridge.ACCEPT -> Operation.ACCEPT;
      case SshpulseBridge.READ -> Operation.READ;
      default -> Operation.WRITE;
    };
  }
}
