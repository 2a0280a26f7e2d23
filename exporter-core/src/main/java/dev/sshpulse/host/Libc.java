package dev.sshpulse.host;

import com.sun.jna.Native;
import java.nio.ByteBuffer;

/**
 * The calls of the C library that netlink takes, as {@code man 2} has them for 64 bits. Buffers are
 * direct, and begin at 0 whatever their position is. {@link NativeLibrary#load} comes first.
 */
final class Libc {
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOBUFS = 105;

  static {
    Native.register(Libc.class, com.sun.jna.NativeLibrary.getProcess());
  }

  private Libc() {}

  static native int socket(int domain, int type, int protocol);

  static native int bind(int fd, ByteBuffer address, int addressLength);

  static native int connect(int fd, ByteBuffer address, int addressLength);

  static native int setsockopt(int fd, int level, int option, ByteBuffer value, int valueLength);

  static native long send(int fd, ByteBuffer buffer, long length, int flags);

  static native long recv(int fd, ByteBuffer buffer, long length, int flags);

  static native int poll(ByteBuffer descriptors, long count, int timeoutMillis);

  static native int close(int fd);

  static native String strerror(int errno);

  /** Of the call before. */
  static int errno() {
    return Native.getLastError();
  }

  static long address(ByteBuffer direct) {
    return com.sun.jna.Pointer.nativeValue(Native.getDirectBufferPointer(direct));
  }
}
