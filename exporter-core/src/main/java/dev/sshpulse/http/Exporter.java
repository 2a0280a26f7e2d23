package dev.sshpulse.http;

import dev.sshpulse.model.Faults;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The HTTP server that Prometheus scrapes: one thread, no pools, no native code. */
public final class Exporter implements AutoCloseable {

  /** Where the sidecar listens unless it is told otherwise. */
  public static final int PORT_OF_THE_SIDECAR = 9923;

  private static final long PATIENCE_MILLIS = 2_000;

  private final EventLoop loop;
  private final InetSocketAddress address;

  private Exporter(EventLoop loop, Channel listening) {
    this.loop = loop;
    this.address = (InetSocketAddress) listening.localAddress();
  }

  /**
   * Listens, and returns when it does.
   *
   * @param host a name or address of this host
   * @param port a taken one gives way to the next free one of ten, but never to the sidecar's; 0 is
   *     any free one
   * @param threads makes the one thread
   * @throws IOException when nothing can be listened on; the message says where and why
   */
  public static Exporter start(
      String host, int port, Exported exported, ThreadFactory threads, Faults faults)
      throws IOException {
    return start(host, port, exported, threads, faults, Limits.DEFAULT);
  }

  static Exporter start(
      String host, int port, Exported exported, ThreadFactory threads, Faults faults, Limits limits)
      throws IOException {
    return start(host, Ports.from(port), exported, threads, faults, limits);
  }

  /**
   * Listens on this port and no other, or on any free one if it is 0, and returns when it does.
   *
   * @param host a name or address of this host
   * @param threads makes the one thread
   * @throws IOException when it cannot be listened on; the message says where and why
   */
  public static Exporter startAt(
      String host, int port, Exported exported, ThreadFactory threads, Faults faults)
      throws IOException {
    return start(host, Ports.only(port), exported, threads, faults, Limits.DEFAULT);
  }

  private static Exporter start(
      String host,
      List<Integer> ports,
      Exported exported,
      ThreadFactory threads,
      Faults faults,
      Limits limits)
      throws IOException {
    InetAddress resolved = InetAddress.getByName(host);
    // Named, so that it does not look for SLF4J; packaging puts a counter in the place of the
    // JDK's.
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    NettySettings settings = new NettySettings();
    settings.apply();
    try {
      RequestHandler requests =
          new RequestHandler(new Routes(exported), new LocalCaller(resolved), limits, faults);
      return start(resolved, ports, requests, threads, limits);
    } finally {
      settings.withdraw();
    }
  }

  private static Exporter start(
      InetAddress host,
      List<Integer> ports,
      RequestHandler requests,
      ThreadFactory threads,
      Limits limits)
      throws IOException {
    // Not a group of one: its end would be told by a thread that is not ours and no daemon.
    EventLoop loop = new SingleThreadIoEventLoop(null, threads, NioIoHandler.newFactory());
    try {
      return new Exporter(loop, bind(server(loop, new Connections(limits, requests)), host, ports));
    } catch (IOException | RuntimeException e) {
      stop(loop);
      throw e;
    }
  }

  private static ServerBootstrap server(EventLoop loop, Connections connections) {
    ByteBufAllocator unpooled = new UnpooledByteBufAllocator(false, true);
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, unpooled)
        .childOption(ChannelOption.ALLOCATOR, unpooled)
        .childHandler(connections);
  }

  private static Channel bind(ServerBootstrap server, InetAddress host, List<Integer> ports)
      throws IOException {
    for (int tried = 0; ; tried++) {
      ChannelFuture bound = server.bind(host, ports.get(tried)).awaitUninterruptibly();
      if (bound.isSuccess()) {
        return bound.channel();
      }
      if (tried == ports.size() - 1
          || !(bound.cause() instanceof BindException)
          || !isOfThisHost(host)) {
        throw new IOException(
            refusal(host, ports.get(0), ports.get(tried), bound.cause()), bound.cause());
      }
    }
  }

  private static boolean isOfThisHost(InetAddress host) throws IOException {
    return host.isAnyLocalAddress() || NetworkInterface.getByInetAddress(host) != null;
  }

  private static String refusal(InetAddress host, int first, int last, Throwable cause) {
    String ports = first == last ? "port " + first : "ports " + first + " to " + last;
    return "cannot listen on " + host.getHostAddress() + ", " + ports + ": " + cause.getMessage();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Closes every connection and ends the thread; waits for that, but not for long. */
  @Override
  public void close() {
    stop(loop);
  }

  private static void stop(EventLoop loop) {
    loop.shutdownGracefully(0, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(PATIENCE_MILLIS);
  }
}
