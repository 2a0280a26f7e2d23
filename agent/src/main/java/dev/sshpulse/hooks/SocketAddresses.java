package dev.sshpulse.hooks;

import java.io.FileDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Asks the JDK for a descriptor's addresses; needs {@code sun.nio.ch} open to this class's module.
 */
final class SocketAddresses {
  private final Method local;
  private final Method peer;

  SocketAddresses() throws ReflectiveOperationException {
    // Not initialised: that would read the host's network properties before its main has set them.
    Class<?> net = Class.forName("sun.nio.ch.Net", false, null);
    local = method(net, "localAddress");
    peer = method(net, "remoteAddress");
  }

  private static Method method(Class<?> net, String name) throws NoSuchMethodException {
    Method method = net.getDeclaredMethod(name, FileDescriptor.class);
    method.setAccessible(true);
    return method;
  }

  /** getsockname(2); null where it fails. */
  @Nullable InetSocketAddress local(FileDescriptor fd) {
    return call(local, fd);
  }

  /** getpeername(2); null where it fails, as it does once the peer is gone. */
  @Nullable InetSocketAddress peer(FileDescriptor fd) {
    return call(peer, fd);
  }

  private static @Nullable InetSocketAddress call(Method method, FileDescriptor fd) {
    try {
      return (InetSocketAddress) method.invoke(null, fd);
    } catch (InvocationTargetException | IllegalAccessException e) {
      return null; // ENOTCONN: the connection died between its recognition and this question
    }
  }
}
