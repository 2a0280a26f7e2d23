package dev.sshpulse.hooks;

import static dev.sshpulse.weave.Argument.constant;
import static dev.sshpulse.weave.Argument.descriptorField;
import static dev.sshpulse.weave.Argument.parameter;
import static dev.sshpulse.weave.Argument.self;
import static dev.sshpulse.weave.Moment.ENTER;
import static dev.sshpulse.weave.Moment.RETURN;
import static dev.sshpulse.weave.Moment.THROW;

import dev.sshpulse.weave.Argument;
import dev.sshpulse.weave.Hook;
import java.util.ArrayList;
import java.util.List;

/**
 * The hooks in the JDK's own sockets on Linux: {@code java.net.Socket}, socket channels blocking or
 * not, asynchronous channels, Unix-domain channels. OpenJDK 17 and 25.
 *
 * <p>What they call is the bridge; what the bridge calls is {@link SocketEvents}.
 */
public final class JdkSockets {
  private static final String FD = "Ljava/io/FileDescriptor;";
  private static final String NIO = "sun/nio/ch/";
  private static final String INET = "[Ljava/net/InetSocketAddress;";
  private static final String INET_PORT = "Ljava/net/InetAddress;I)V";
  private static final int IP = SshpulseBridge.INTERNET;
  private static final String ASYNC_ACCEPT =
      "(Ljava/lang/Object;Ljava/nio/channels/CompletionHandler;)Ljava/util/concurrent/Future;";
  private static final String SHUTDOWN = "()Ljava/nio/channels/SocketChannel;";
  private static final String ASYNC_SHUTDOWN = "()Ljava/nio/channels/AsynchronousSocketChannel;";
  private static final String WRAP =
      "(Ljava/io/IOException;Ljava/net/SocketAddress;)Ljava/io/IOException;";
  private static final String PIPE = "(Ljava/nio/channels/spi/SelectorProvider;" + FD + ")V";

  private JdkSockets() {}

  /** Every way into the kernel that is seen. */
  public static List<Hook> table() {
    List<Hook> rows = new ArrayList<>();
    calls(rows, "read", "(" + FD + "JI)I", "received(I" + FD + "J)V", SshpulseBridge.READ);
    calls(rows, "readv", "(" + FD + "JI)J", "receivedVectors(J" + FD + "J)V", SshpulseBridge.READ);
    writes(rows, "write", "(" + FD + "JI)I");
    writes(rows, "writev", "(" + FD + "JI)J");
    calls(rows, "write", "(" + FD + "JI)I", "sent(I" + FD + "J)V", SshpulseBridge.WRITE);
    calls(rows, "writev", "(" + FD + "JI)J", "sentVectors(J" + FD + "J)V", SshpulseBridge.WRITE);

    waits(rows, "NioSocketImpl.timedRead", "(" + FD + "[BIIJ)I", parameter(0));
    waits(rows, "SocketChannelImpl.timedRead", "([BIIJ)I", descriptorField("fd"));

    opens(
        rows, "bind", "Net.bind", "(Ljava/net/ProtocolFamily;" + FD + INET_PORT, parameter(1), IP);
    opens(
        rows,
        "bind a Unix-domain socket",
        "UnixDomainSockets.bind",
        "(" + FD + "Ljava/nio/file/Path;)V",
        parameter(0),
        0);
    connects(rows);
    opens(
        rows,
        "connect to a Unix-domain socket",
        "UnixDomainSockets.connect",
        "(" + FD + "Ljava/nio/file/Path;)I",
        parameter(0),
        SshpulseBridge.CLIENT);
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

    closesSocket(rows);
    shuts(rows, "NioSocketImpl.shutdownInput", "()V", "shuttingInput");
    shuts(rows, "NioSocketImpl.shutdownOutput", "()V", "shuttingOutput");
    closes(rows, "SocketChannelImpl.implCloseSelectableChannel", "()V");
    shuts(rows, "SocketChannelImpl.shutdownInput", SHUTDOWN, "shuttingInput");
    shuts(rows, "SocketChannelImpl.shutdownOutput", SHUTDOWN, "shuttingOutput");
    closes(rows, "UnixAsynchronousSocketChannelImpl.implClose", "()V");
    shuts(rows, "AsynchronousSocketChannelImpl.shutdownInput", ASYNC_SHUTDOWN, "shuttingInput");
    shuts(rows, "AsynchronousSocketChannelImpl.shutdownOutput", ASYNC_SHUTDOWN, "shuttingOutput");
    closes(rows, "ServerSocketChannelImpl.implCloseSelectableChannel", "()V");
    closes(rows, "UnixAsynchronousServerSocketChannelImpl.implClose", "()V");
    descriptorCloses(rows, "SocketDispatcher");
    descriptorCloses(rows, "UnixDispatcher");

    if (pipesShareTheDispatcher()) {
      pipes(rows, "SourceChannelImpl");
      pipes(rows, "SinkChannelImpl");
    }
    return rows;
  }

  /**
   * On newer JDKs; on JDK 17 the ends of a pipe are files, and their classes need not be loaded.
   */
  private static boolean pipesShareTheDispatcher() {
    try {
      Class.forName("sun.nio.ch.UnixDispatcher", false, null);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static void pipes(List<Hook> rows, String channel) {
    String purpose = "that " + channel + " is no socket";
    opens(rows, purpose, channel + ".<init>", PIPE, parameter(1), SshpulseBridge.UNWATCHED);
  }

  private static void calls(
      List<Hook> rows, String method, String descriptor, String call, int operation) {
    String place = "SocketDispatcher." + method;
    rows.add(
        Hook.on(
            "what " + method + " moved",
            NIO + place,
            descriptor,
            RETURN,
            call,
            parameter(0),
            parameter(1)));
    fails(rows, "how " + method + " failed", place, descriptor, operation);
  }

  private static void writes(List<Hook> rows, String method, String descriptor) {
    String place = "SocketDispatcher." + method;
    String call = "writing(" + FD + ")V";
    rows.add(
        Hook.on("that " + method + " begins", NIO + place, descriptor, ENTER, call, parameter(0)));
  }

  private static void waits(List<Hook> rows, String place, String descriptor, Argument fd) {
    rows.add(
        Hook.on(
            "that a read waited for long enough in " + place,
            NIO + place,
            descriptor,
            THROW,
            "waited(Ljava/lang/Throwable;" + FD + ")V",
            fd));
  }

  private static void fails(
      List<Hook> rows, String purpose, String place, String descriptor, int operation) {
    rows.add(
        Hook.on(
            purpose,
            NIO + place,
            descriptor,
            THROW,
            "failed(Ljava/lang/Throwable;" + FD + "I)V",
            parameter(0),
            constant(operation)));
  }

  private static void opens(
      List<Hook> rows, String purpose, String place, String descriptor, Argument fd, int traits) {
    rows.add(
        Hook.on(
            purpose, NIO + place, descriptor, ENTER, "opened(" + FD + "I)V", fd, constant(traits)));
  }

  private static void connects(List<Hook> rows) {
    rows.add(
        Hook.on(
            "connect",
            NIO + "Net.connect",
            "(Ljava/net/ProtocolFamily;" + FD + "Ljava/net/InetAddress;I)I",
            ENTER,
            "connecting(" + FD + "Ljava/net/InetAddress;I)V",
            parameter(1),
            parameter(2),
            parameter(3)));
    rows.add(
        Hook.on(
            "where a socket is",
            NIO + "Net.localAddress",
            "(" + FD + ")Ljava/net/InetSocketAddress;",
            RETURN,
            "located(Ljava/net/InetSocketAddress;" + FD + ")V",
            parameter(0)));
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
    String place = "UnixDomainSockets.accept";
    String descriptor = "(" + FD + FD + "[Ljava/lang/String;)I";
    opens(rows, "a Unix-domain accept", place, descriptor, parameter(0), 0);
    rows.add(
        Hook.on(
            "what a Unix-domain accept returned",
            NIO + place,
            descriptor,
            RETURN,
            "accepted(I" + FD + ")V",
            parameter(1)));
    fails(rows, "how a Unix-domain accept failed", place, descriptor, SshpulseBridge.ACCEPT);
  }

  private static void closes(List<Hook> rows, String place, String descriptor) {
    shuts(rows, place, descriptor, "closing");
  }

  private static void closesSocket(List<Hook> rows) {
    rows.add(
        Hook.on(
            "that the application calls NioSocketImpl.close",
            NIO + "NioSocketImpl.close",
            "()V",
            ENTER,
            "closingSocket(" + FD + "Ljava/lang/Object;)V",
            descriptorField("fd"),
            self()));
  }

  private static void shuts(List<Hook> rows, String place, String descriptor, String call) {
    rows.add(
        Hook.on(
            "that the application calls " + place,
            NIO + place,
            descriptor,
            ENTER,
            call + "(" + FD + ")V",
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
}
