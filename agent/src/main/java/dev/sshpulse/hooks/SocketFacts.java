package dev.sshpulse.hooks;

import dev.sshpulse.model.KeepAlive;
import java.io.FileDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * Asks the JDK for a descriptor's addresses and options; needs {@code sun.nio.ch} open to this
 * class's module.
 */
final class SocketFacts {
  private final Method local;
  private final Method peer;
  private final Method option;
  private volatile @Nullable KeepAliveOptions keepAliveOptions;

  SocketFacts() throws ReflectiveOperationException {
    // Not initialised: that would read the host's network properties before its main has set them.
    Class<?> net = Class.forName("sun.nio.ch.Net", false, null);
    local = method(net, "localAddress", FileDescriptor.class);
    peer = method(net, "remoteAddress", FileDescriptor.class);
    option = method(net, "getSocketOption", FileDescriptor.class, SocketOption.class);
  }

  private static Method method(Class<?> net, String name, Class<?>... parameters)
      throws NoSuchMethodException {
    Method method = net.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }

  /** getsockname(2); null where it fails. */
  @Nullable InetSocketAddress local(FileDescriptor fd) {
    return (InetSocketAddress) call(local, fd);
  }

  /** getpeername(2); null where it fails, as it does once the peer is gone. */
  @Nullable InetSocketAddress peer(FileDescriptor fd) {
    return (InetSocketAddress) call(peer, fd);
  }

  /** What the kernel does about silence; null where that cannot be read. */
  @Nullable KeepAlive keepAlive(FileDescriptor fd) {
    KeepAliveOptions options = keepAliveOptions;
    if (options == null) {
      options = new KeepAliveOptions(this); // by our thread: it loads classes
      keepAliveOptions = options;
    }
    return options.of(fd);
  }

  /** getsockopt(2); null where it fails, and for options that this system does not have. */
  @Nullable Object option(FileDescriptor fd, SocketOption<?> name) {
    return call(option, fd, name);
  }

  private static @Nullable Object call(Method method, Object... arguments) {
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException | IllegalAccessException e) {
      return null; // ENOTCONN or EBADF, for example: the connection died before this question
    }
  }
}
