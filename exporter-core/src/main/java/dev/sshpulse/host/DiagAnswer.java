package dev.sshpulse.host;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the kernel sends of sockets, datagram by datagram; several messages are in one. It
 * never throws, whatever the bytes are.
 */
final class DiagAnswer {

  /** How far the answer has come. */
  enum Progress {
    /** More datagrams follow. */
    MORE,
    /** That was all. */
    COMPLETE,
    /** That was all, but the table changed meanwhile: something may be missing. */
    INTERRUPTED,
    /** The kernel refuses, see {@link #errno}. */
    REFUSED,
    /** A message says that it is longer than the datagram, or shorter than a message can be. */
    MALFORMED
  }

  private static final int ERRNO_BYTES = 4;

  private boolean interrupted;
  private int errno;
  private long skipped;

  /** Another answer begins. */
  void begin() {
    interrupted = false;
    errno = 0;
  }

  /** Why the kernel refused. */
  int errno() {
    return errno;
  }

  /** Messages so far that told no socket that we understand. */
  long skipped() {
    return skipped;
  }

  /**
   * Reads a datagram of the answer to a request.
   *
   * @param datagram up to its limit, in the byte order of the host
   * @param sequence of the request; what answers another is passed over
   */
  Progress read(ByteBuffer datagram, int sequence, Ports ports, List<KernelSocket> into) {
    int at = 0;
    while (datagram.limit() - at >= Netlink.HEADER_BYTES) {
      int length = Netlink.length(datagram, at);
      if (length < Netlink.HEADER_BYTES || length > datagram.limit() - at) {
        return Progress.MALFORMED;
      }
      if (Netlink.sequence(datagram, at) == sequence) {
        Progress progress = readMessage(datagram, at, at + length, ports, into);
        if (progress != Progress.MORE) {
          return progress;
        }
      }
      at += Netlink.aligned(length);
    }
    return at < datagram.limit() ? Progress.MALFORMED : Progress.MORE;
  }

  /** Reads a datagram that nobody asked for: sockets that the kernel has let go of. */
  void readGone(ByteBuffer datagram, Ports ports, List<KernelSocket> into) {
    int at = 0;
    while (datagram.limit() - at >= Netlink.HEADER_BYTES) {
      int length = Netlink.length(datagram, at);
      if (length < Netlink.HEADER_BYTES || length > datagram.limit() - at) {
        skipped++;
        return;
      }
      if (Netlink.type(datagram, at) == Netlink.SOCK_DIAG_BY_FAMILY) {
        take(DiagSocket.gone(datagram, at + Netlink.HEADER_BYTES, at + length), ports, into);
      }
      at += Netlink.aligned(length);
    }
  }

  private Progress readMessage(
      ByteBuffer datagram, int at, int end, Ports ports, List<KernelSocket> into) {
    interrupted |= (Netlink.flags(datagram, at) & Netlink.DUMP_INTERRUPTED) != 0;
    int body = at + Netlink.HEADER_BYTES;
    switch (Netlink.type(datagram, at)) {
      case Netlink.SOCK_DIAG_BY_FAMILY -> take(DiagSocket.read(datagram, body, end), ports, into);
      case Netlink.DONE, Netlink.ERROR -> {
        return end(datagram, body, end);
      }
      default -> skipped++;
    }
    return Progress.MORE;
  }

  /** Both ends carry a negative errno, or 0; older kernels end without. */
  private Progress end(ByteBuffer datagram, int body, int end) {
    errno = end - body >= ERRNO_BYTES ? -datagram.getInt(body) : 0;
    if (errno != 0) {
      return Progress.REFUSED;
    }
    return interrupted ? Progress.INTERRUPTED : Progress.COMPLETE;
  }

  private void take(@Nullable KernelSocket socket, Ports ports, List<KernelSocket> into) {
    if (socket == null) {
      skipped++;
    } else if (isWanted(socket, ports)) {
      into.add(socket);
    }
  }

  private static boolean isWanted(KernelSocket socket, Ports ports) {
    TcpAddresses addresses = socket.addresses();
    return ports.containsEither(addresses.localPort(), addresses.peerPort())
        || (socket.socket().state() == TcpSocket.State.CLOSED && hasForgottenItsPeer(addresses));
  }

  /** As one does that is aborted by this end, before the kernel lets go of it. */
  private static boolean hasForgottenItsPeer(TcpAddresses addresses) {
    return addresses.peerPort() == 0 && addresses.localPort() != 0;
  }
}
