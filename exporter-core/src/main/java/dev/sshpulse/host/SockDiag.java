package dev.sshpulse.host;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's own tongue for questions about sockets: netlink's {@code sock_diag}, which the
 * program {@code ss} speaks. It needs no privilege, and sees the network namespace of this process.
 *
 * <p>It takes native code, and therefore a process of our own. For one thread at a time.
 */
public final class SockDiag implements SocketSource {
  /** The kernel answers in datagrams of 32 KiB at most. */
  private static final int BUFFER_BYTES = 64 << 10;

  /**
   * For about 6,000 sockets that have gone; an unprivileged process gets {@code net.core.rmem_max},
   * which is for 300 unless somebody has set it.
   */
  private static final int ROOM_BYTES = 4 << 20;

  private static final int ATTEMPTS = 5;

  /** 10,000 sockets take a hundredth of this. */
  private static final int PATIENCE_SECONDS = 5;

  private static final int WAIT_MILLIS = 100;
  private static final int MORE_THAN_LAST_TIME = 64;

  private final ByteBuffer buffer = NetlinkSocket.direct(BUFFER_BYTES);
  private final DiagAnswer answer = new DiagAnswer();
  private final @Nullable GoneSockets gone;
  private Ports ports = new Ports(Set.of());
  private int sequence;
  private int lastCount;

  private SockDiag() throws IOException {
    gone = listen();
  }

  /**
   * Begins to listen for sockets that go.
   *
   * @param libraries where JNA's native library may lie ready, the directory of the jar
   * @throws IOException if native code cannot be loaded here, or netlink not be used
   */
  public static SockDiag open(@Nullable File libraries) throws IOException {
    NativeLibrary.load(libraries);
    NetlinkSocket.toKernel().close();
    return new SockDiag();
  }

  /** A kernel that does not tell what goes still answers questions. */
  private @Nullable GoneSockets listen() {
    try {
      return GoneSockets.open(ROOM_BYTES, buffer, answer);
    } catch (IOException e) {
      return null; // tellsWhatIsGone says so
    }
  }

  @Override
  public String name() {
    return "sock_diag";
  }

  @Override
  public boolean tellsWhatIsGone() {
    return gone != null;
  }

  /** Messages so far of which we understood nothing. */
  public long skippedMessages() {
    return answer.skipped();
  }

  @Override
  public List<KernelSocket> read(Set<Integer> wanted) throws IOException {
    List<KernelSocket> sockets = new ArrayList<>(lastCount + MORE_THAN_LAST_TIME);
    if (!wanted.isEmpty()) {
      use(wanted);
      try (NetlinkSocket kernel = NetlinkSocket.toKernel()) {
        dump(kernel, DiagSocket.IPV4, sockets);
        dump(kernel, DiagSocket.IPV6, sockets);
      }
    }
    lastCount = sockets.size();
    return sockets;
  }

  @Override
  public List<KernelSocket> gone(Set<Integer> wanted) throws IOException {
    if (gone == null) {
      return List.of();
    }
    use(wanted);
    return gone.take(ports);
  }

  private void use(Set<Integer> wanted) {
    if (!ports.areThose(wanted)) {
      ports = new Ports(wanted);
    }
  }

  private void dump(NetlinkSocket kernel, int family, List<KernelSocket> sockets)
      throws IOException {
    int before = sockets.size();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      sockets.subList(before, sockets.size()).clear();
      DumpRequest.write(buffer, family, ++sequence, ports);
      kernel.send(buffer);
      if (receive(kernel, sockets) == DiagAnswer.Progress.COMPLETE) {
        return;
      }
    }
    throw new IOException("sock_diag: the table changed during each of " + ATTEMPTS + " readings");
  }

  private DiagAnswer.Progress receive(NetlinkSocket kernel, List<KernelSocket> sockets)
      throws IOException {
    long from = System.nanoTime();
    answer.begin();
    while (true) {
      DiagAnswer.Progress progress = receiveOne(kernel, sockets);
      switch (progress) {
        case COMPLETE, INTERRUPTED -> {
          return progress;
        }
        case REFUSED -> throw NetlinkSocket.failed("sock_diag refuses", answer.errno());
        case MALFORMED -> throw new IOException("sock_diag: a message that ends too soon");
        case MORE -> checkTime(from);
      }
    }
  }

  private DiagAnswer.Progress receiveOne(NetlinkSocket kernel, List<KernelSocket> sockets)
      throws IOException {
    int length = kernel.receive(buffer);
    if (length == NetlinkSocket.OVERRUN) {
      throw new IOException("sock_diag: the kernel had no room for its answer");
    }
    if (length == NetlinkSocket.NOTHING) {
      kernel.await(WAIT_MILLIS);
      return DiagAnswer.Progress.MORE;
    }
    return answer.read(buffer, sequence, ports, sockets);
  }

  private static void checkTime(long from) throws IOException {
    if (System.nanoTime() - from > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
      throw new IOException("sock_diag: no complete answer within " + PATIENCE_SECONDS + " s");
    }
  }

  @Override
  public void close() {
    if (gone != null) {
      gone.close();
    }
  }
}
