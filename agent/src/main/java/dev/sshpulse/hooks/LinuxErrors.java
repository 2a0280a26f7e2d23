package dev.sshpulse.hooks;

import dev.sshpulse.model.SocketError;
import org.jspecify.annotations.Nullable;

/** What errno numbers mean: those of Linux, {@code asm-generic/errno.h}. */
final class LinuxErrors {

  private LinuxErrors() {}

  /**
   * What the kernel said; null if it said that nothing has failed yet, or that somebody here had
   * closed or given up.
   *
   * @param errno above 0
   */
  static @Nullable SocketError of(int errno) {
    return switch (errno) {
      case 1, 13 -> SocketError.PERMISSION_DENIED; // EPERM, EACCES
      case 4, 11 -> null; // EINTR, EAGAIN: to be tried again
      case 9, 125 -> null; // EBADF, ECANCELED: closed or cancelled here
      case 23, 24 -> SocketError.TOO_MANY_OPEN_FILES; // ENFILE, EMFILE
      case 32 -> SocketError.BROKEN_PIPE; // EPIPE
      case 101 -> SocketError.NETWORK_UNREACHABLE; // ENETUNREACH
      case 103 -> SocketError.CONNECTION_ABORTED; // ECONNABORTED
      case 104 -> SocketError.CONNECTION_RESET; // ECONNRESET
      case 106, 114, 115 -> null; // EISCONN, EALREADY, EINPROGRESS: of a connect that goes on
      case 110 -> SocketError.TIMED_OUT; // ETIMEDOUT
      case 111 -> SocketError.CONNECTION_REFUSED; // ECONNREFUSED
      case 113 -> SocketError.HOST_UNREACHABLE; // EHOSTUNREACH
      default -> SocketError.OTHER;
    };
  }
}
