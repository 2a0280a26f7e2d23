package dev.sshpulse.hooks;

import dev.sshpulse.model.Operation;
import dev.sshpulse.model.SocketError;
import dev.sshpulse.weave.LibraryTable;
import org.jspecify.annotations.Nullable;

/**
 * The hooks in Netty's native transports, epoll and io_uring, of 4.1 and 4.2. They pass none of the
 * JDK's sockets: calls that fail are counted, by errno, and nothing else of them is seen.
 *
 * <p>What the kernel refuses comes to {@code Errors}, which throws. To be told to try again comes
 * there too, and often; but that is no exception, so woven code does not run for it.
 */
final class NettyNative implements HookedLibrary {
  private static final int CALL_FAILED = 0;
  private static final int CONNECT_FAILED = 1;
  private static final int ACCEPT_FAILED = 2;

  private final LibraryTable table;
  private final FailedCalls failures;

  NettyNative(int number, FailedCalls failures) {
    this.failures = failures;
    this.table = rows(new LibraryRows("netty", number), Libraries.NETTY_NATIVE + "Errors").table();
  }

  private static LibraryRows rows(LibraryRows rows, String errors) {
    String call = "(Ljava/lang/String;I";
    String exception = "L" + errors + "$NativeIoException;";
    rows.needs("reads and writes that fail");
    rows.failStatic(CALL_FAILED, "reads and writes that fail", errors + ".ioResult", call + ")I");
    String connects = "connects that fail";
    rows.failStatic(CONNECT_FAILED, connects, errors + ".handleConnectErrno", call + ")Z");
    rows.failStatic(CONNECT_FAILED, connects, errors + ".throwConnectException", call + ")V");
    rows.enterStatic(
        ACCEPT_FAILED, "accepts that fail", errors + ".newIOException", call + ")" + exception);
    return rows;
  }

  @Override
  public LibraryTable table() {
    return table;
  }

  /** Kqueue passes here too, with the numbers of another system. */
  @Override
  public @Nullable String refusal(String version) {
    return System.getProperty("os.name", "").equals("Linux")
        ? null
        : "errno is known on Linux only";
  }

  @Override
  public boolean speaks() {
    return false;
  }

  @Override
  public void heard(int row, Object self, @Nullable Object first, @Nullable Object second) {
    Operation operation = self instanceof String call ? operation(row, call) : null;
    SocketError error = second instanceof Integer errno ? LinuxErrors.of(-errno) : null;
    if (operation != null && error != null) {
      failures.failed(operation, error);
    }
  }

  /** Null for what is no call on a stream: datagrams are not seen elsewhere either. */
  private static @Nullable Operation operation(int row, String call) {
    return switch (row) {
      case CALL_FAILED -> ofStream(call);
      case CONNECT_FAILED -> call.equals("disconnect") ? null : Operation.CONNECT;
      case ACCEPT_FAILED -> call.endsWith("accept") ? Operation.ACCEPT : null;
      default -> null;
    };
  }

  private static @Nullable Operation ofStream(String call) {
    return switch (call) {
      case "read", "readAddress", "recv", "recvAddress", "io_uring read" -> Operation.READ;
      case "write",
          "writeAddress",
          "writev",
          "writevAddresses",
          "send",
          "sendAddress",
          "sendfile",
          "splice",
          "io_uring write",
          "io_uring sendmsg_zc",
          "io_uring splice" ->
          Operation.WRITE;
      default -> null;
    };
  }
}
