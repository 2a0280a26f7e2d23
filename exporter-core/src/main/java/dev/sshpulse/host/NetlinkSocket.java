package dev.sshpulse.host;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A netlink socket of {@code NETLINK_SOCK_DIAG}. For one thread at a time. */
final class NetlinkSocket implements Closeable {
  /** What {@link #receive} returns where nothing waits. */
  static final int NOTHING = -1;

  /** What {@link #receive} returns where the kernel had something to say and no room for it. */
  static final int OVERRUN = -2;

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int NETLINK_SOCK_DIAG = 4;

  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SO_DETACH_FILTER = 27;
  private static final int SO_RCVBUFFORCE = 33;

  private static final int MSG_TRUNC = 0x20;
  private static final int MSG_DONTWAIT = 0x40;
  private static final short POLLIN = 1;

  private static final int ADDRESS_BYTES = 12;
  private static final int GROUPS_AT = 8;
  private static final int POLL_BYTES = 8;
  private static final int PROGRAM_BYTES = 16;
  private static final int INSTRUCTION_BYTES = 8;

  private final int fd;

  /** For what calls take by address: none of it is longer than two words. */
  private final ByteBuffer argument = direct(PROGRAM_BYTES);

  private NetlinkSocket() throws IOException {
    fd = Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0) {
      throw failed("socket(AF_NETLINK, NETLINK_SOCK_DIAG)", Libc.errno());
    }
  }

  /** A socket to ask the kernel with; nobody but the kernel can send to it. */
  static NetlinkSocket toKernel() throws IOException {
    NetlinkSocket socket = new NetlinkSocket();
    return socket.check(Libc.connect(socket.fd, socket.address(0), ADDRESS_BYTES), "connect");
  }

  /**
   * A socket that hears what the kernel tells everybody.
   *
   * @param groups a bit for each
   */
  static NetlinkSocket listeningTo(int groups) throws IOException {
    NetlinkSocket socket = new NetlinkSocket();
    return socket.check(Libc.bind(socket.fd, socket.address(groups), ADDRESS_BYTES), "bind");
  }

  static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private NetlinkSocket check(int result, String call) throws IOException {
    if (result == 0) {
      return this;
    }
    IOException failure = failed(call + " of a netlink socket", Libc.errno());
    close();
    throw failure;
  }

  private ByteBuffer address(int groups) {
    argument.putLong(0, 0).putShort(0, (short) AF_NETLINK).putInt(GROUPS_AT, groups);
    return argument;
  }

  /** Makes room for what waits to be received, as much of it as is allowed. */
  void enlarge(int bytes) {
    argument.putInt(0, bytes);
    if (Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, argument, Integer.BYTES) != 0) {
      Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, argument, Integer.BYTES);
    }
  }

  /**
   * Lets the kernel leave out what a program does not accept.
   *
   * @param program from its beginning to its limit; the kernel copies it
   * @return false if the kernel does not take it, and leaves nothing out
   */
  boolean filter(ByteBuffer program) {
    argument.putLong(0, 0).putShort(0, (short) (program.limit() / INSTRUCTION_BYTES));
    argument.putLong(Long.BYTES, Libc.address(program));
    return Libc.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, argument, PROGRAM_BYTES) == 0;
  }

  /** Lets the kernel leave out nothing. */
  void unfilter() {
    Libc.setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, argument, Integer.BYTES);
  }

  /** Sends what is in the buffer from its beginning to its limit. */
  void send(ByteBuffer buffer) throws IOException {
    long sent = Libc.send(fd, buffer, buffer.limit(), 0);
    if (sent != buffer.limit()) {
      throw failed("send to sock_diag", Libc.errno());
    }
  }

  /**
   * Receives a datagram from the beginning of the buffer to its limit, and does not wait for one.
   *
   * @return its length, {@link #NOTHING} or {@link #OVERRUN}
   * @throws IOException also if it does not fit
   */
  int receive(ByteBuffer buffer) throws IOException {
    buffer.clear();
    long length = Libc.recv(fd, buffer, buffer.capacity(), MSG_DONTWAIT | MSG_TRUNC);
    if (length < 0) {
      return nothing(Libc.errno());
    }
    if (length > buffer.capacity()) {
      throw new IOException(
          "a netlink datagram of " + length + " bytes, more than " + buffer.capacity());
    }
    buffer.limit((int) length);
    return (int) length;
  }

  private static int nothing(int errno) throws IOException {
    return switch (errno) {
      case Libc.EAGAIN, Libc.EINTR -> NOTHING;
      case Libc.ENOBUFS -> OVERRUN;
      default -> throw failed("recv of a netlink socket", errno);
    };
  }

  /** Waits until there is something to receive, for this long at most. */
  void await(int millis) throws IOException {
    argument
        .putInt(0, fd)
        .putShort(Integer.BYTES, POLLIN)
        .putShort(POLL_BYTES - Short.BYTES, (short) 0);
    if (Libc.poll(argument, 1, millis) < 0 && Libc.errno() != Libc.EINTR) {
      throw failed("poll of a netlink socket", Libc.errno());
    }
  }

  /** The C library's words for what failed. */
  static IOException failed(String what, int errno) {
    return new IOException(what + ": " + Libc.strerror(errno) + " (errno " + errno + ")");
  }

  @Override
  public void close() {
    Libc.close(fd); // fails for no reason that anybody could do something about
  }
}
