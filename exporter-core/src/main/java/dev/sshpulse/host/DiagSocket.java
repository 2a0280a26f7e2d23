package dev.sshpulse.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One socket as {@code sock_diag} tells it: {@code struct inet_diag_msg} of the kernel's {@code
 * linux/inet_diag.h} and the attributes behind it.
 */
final class DiagSocket {
  static final int IPV4 = 2;
  static final int IPV6 = 10;

  /** The attribute with {@code struct tcp_info}. */
  static final int INFO = 2;

  /** The attribute with how much memory the socket uses, {@code SK_MEMINFO_*}. */
  static final int MEMORY = 7;

  private static final int SEND_BUFFER_AT = 12;
  private static final int SEND_QUEUED_AT = 20;

  private static final int CGROUP = 21;

  private static final int STATE_AT = 1;
  private static final int TIMER_AT = 2;
  private static final int REPEATS_AT = 3;
  private static final int LOCAL_PORT_AT = 4;
  private static final int PEER_PORT_AT = 6;
  private static final int LOCAL_AT = 8;
  private static final int PEER_AT = 24;
  private static final int COOKIE_LOW_AT = 44;
  private static final int COOKIE_HIGH_AT = 48;
  private static final int EXPIRES_AT = 52;
  private static final int RECEIVE_QUEUE_AT = 56;
  private static final int SEND_QUEUE_AT = 60;
  private static final int UID_AT = 64;
  private static final int INODE_AT = 68;
  private static final int MESSAGE_BYTES = 72;

  private static final int ATTRIBUTE_HEADER_BYTES = 4;
  private static final int TYPE_MASK = 0x3fff;

  private final ByteBuffer buffer;
  private final int at;
  private int infoAt;
  private int infoBytes;
  private long cgroup;
  private boolean sendBufferFull;

  private DiagSocket(ByteBuffer buffer, int at) {
    this.buffer = buffer;
    this.at = at;
  }

  /** Reads a live socket; null if it is none that we understand. */
  static @Nullable KernelSocket read(ByteBuffer buffer, int from, int end) {
    DiagSocket message = new DiagSocket(buffer, from);
    return message.isWhole(end) ? message.live() : null;
  }

  /** Reads a socket that the kernel has let go of; null if it is none that we understand. */
  static @Nullable KernelSocket gone(ByteBuffer buffer, int from, int end) {
    DiagSocket message = new DiagSocket(buffer, from);
    return message.isWhole(end) ? message.gone() : null;
  }

  private boolean isWhole(int end) {
    return end - at >= MESSAGE_BYTES
        && (family() == IPV4 || family() == IPV6)
        && findAttributes(at + MESSAGE_BYTES, end);
  }

  private boolean findAttributes(int from, int end) {
    int next = from;
    while (end - next >= ATTRIBUTE_HEADER_BYTES) {
      int length = Short.toUnsignedInt(buffer.getShort(next));
      if (length < ATTRIBUTE_HEADER_BYTES || length > end - next) {
        return false;
      }
      int type = buffer.getShort(next + Short.BYTES) & TYPE_MASK;
      note(type, next + ATTRIBUTE_HEADER_BYTES, length - ATTRIBUTE_HEADER_BYTES);
      next += Netlink.aligned(length);
    }
    return true;
  }

  private void note(int type, int value, int bytes) {
    if (type == INFO) {
      infoAt = value;
      infoBytes = bytes;
    } else if (type == MEMORY && bytes >= SEND_QUEUED_AT + Integer.BYTES) {
      long queued = Integer.toUnsignedLong(buffer.getInt(value + SEND_QUEUED_AT));
      sendBufferFull = queued >= Integer.toUnsignedLong(buffer.getInt(value + SEND_BUFFER_AT));
    } else if (type == CGROUP && bytes == Long.BYTES) {
      cgroup = buffer.getLong(value);
    }
  }

  private @Nullable KernelSocket live() {
    TcpSocket.State state = TcpSocket.State.of(unsignedByte(STATE_AT));
    TcpSocket.Timer timer = TcpSocket.Timer.of(unsignedByte(TIMER_AT));
    if (state == null || timer == null) {
      return null;
    }
    boolean listens = state == TcpSocket.State.LISTEN;
    return new KernelSocket(
        addresses(),
        socket(state, timer, listens ? 0 : queue(SEND_QUEUE_AT), unsignedInt(INODE_AT)),
        unsignedInt(EXPIRES_AT),
        unsignedInt(UID_AT),
        cookie(),
        cgroup,
        !listens && sendBufferFull,
        listens ? null : info());
  }

  /**
   * Of one that is gone the kernel fills in its identity, its queues and its {@code tcp_info};
   * whatever else is in the message is left over from something else. One that this end aborted has
   * been reset before: it knows its own port, and nothing else that is true.
   */
  private @Nullable KernelSocket gone() {
    TcpSocket.State state = TcpSocket.State.of(unsignedByte(STATE_AT));
    if (state == null) {
      return null;
    }
    if (port(PEER_PORT_AT) == 0) {
      TcpSocket nothing = new TcpSocket(state, 0, 0, TcpSocket.Timer.NONE, 0, 0, 0);
      return new KernelSocket(addresses(), nothing, 0, 0, cookie(), 0, false, null);
    }
    TcpSocket last = socket(state, TcpSocket.Timer.NONE, queue(SEND_QUEUE_AT), 0);
    return new KernelSocket(addresses(), last, 0, 0, cookie(), 0, false, info());
  }

  private TcpSocket socket(
      TcpSocket.State state, TcpSocket.Timer timer, long sendQueue, long inode) {
    return new TcpSocket(
        state, sendQueue, queue(RECEIVE_QUEUE_AT), timer, retransmits(timer), probes(timer), inode);
  }

  /** Without {@code tcp_info} there is one count, which is that of the timer. */
  private int retransmits(TcpSocket.Timer timer) {
    if (hasInfo()) {
      return TcpInfoBytes.retransmits(buffer, infoAt);
    }
    return timer == TcpSocket.Timer.RETRANSMIT ? unsignedByte(REPEATS_AT) : 0;
  }

  private int probes(TcpSocket.Timer timer) {
    if (hasInfo()) {
      return TcpInfoBytes.probes(buffer, infoAt);
    }
    boolean counts =
        timer == TcpSocket.Timer.KEEPALIVE || timer == TcpSocket.Timer.ZERO_WINDOW_PROBE;
    return counts ? unsignedByte(REPEATS_AT) : 0;
  }

  private boolean hasInfo() {
    return infoBytes >= TcpInfoBytes.FEWEST;
  }

  private @Nullable TcpInfo info() {
    return hasInfo() ? TcpInfoBytes.read(buffer, infoAt, infoBytes) : null;
  }

  private TcpAddresses addresses() {
    int ports = TcpAddresses.ports(port(LOCAL_PORT_AT), port(PEER_PORT_AT));
    return new TcpAddresses(high(LOCAL_AT), low(LOCAL_AT), high(PEER_AT), low(PEER_AT), ports);
  }

  private long high(int field) {
    return family() == IPV4 ? 0 : networkLong(field);
  }

  private long low(int field) {
    return family() == IPV4
        ? TcpAddresses.mapped((int) (networkLong(field) >>> Integer.SIZE))
        : networkLong(field + Long.BYTES);
  }

  private long networkLong(int field) {
    long value = buffer.getLong(at + field);
    return isLittleEndian() ? Long.reverseBytes(value) : value;
  }

  private int port(int field) {
    short value = buffer.getShort(at + field);
    return Short.toUnsignedInt(isLittleEndian() ? Short.reverseBytes(value) : value);
  }

  private boolean isLittleEndian() {
    return buffer.order() == ByteOrder.LITTLE_ENDIAN;
  }

  private long cookie() {
    return unsignedInt(COOKIE_HIGH_AT) << Integer.SIZE | unsignedInt(COOKIE_LOW_AT);
  }

  private int family() {
    return unsignedByte(0);
  }

  /**
   * Bytes in a queue. The kernel subtracts two sequence numbers without a lock; when the second
   * overtakes the first in between, the queue is empty, not of four billion bytes.
   */
  private long queue(int field) {
    return Math.max(0, buffer.getInt(at + field));
  }

  private int unsignedByte(int field) {
    return Byte.toUnsignedInt(buffer.get(at + field));
  }

  private long unsignedInt(int field) {
    return Integer.toUnsignedLong(buffer.getInt(at + field));
  }
}
