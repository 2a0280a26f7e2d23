package dev.sshpulse.http;

import dev.sshpulse.model.AddressText;
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
import io.netty.util.concurrent.Ticker;
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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The HTTP server that Prometheus scrapes: one thread, no pools, no native code. */
public final class Exporter implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 2_000;

  private final EventLoop loop;
  private final Channel listening;
  private final InetSocketAddress address;
  private final Connections connections;
  private final @Nullable Door door;

  private Exporter(
      EventLoop loop, Channel listening, Connections connections, @Nullable Door door) {
    this.loop = loop;
    this.listening = listening;
    this.address = (InetSocketAddress) listening.localAddress();
    this.connections = connections;
    this.door = door;
  }

  /**
   * Listens, and returns when it does.
   *
   * @param threads makes the one thread, and those of a web-config where there is one
   * @throws IOException when nothing can be listened on, or the web-config cannot be followed; the
   *     message says where and why. There is no plain HTTP in place of a TLS that is not right
   */
  public static Exporter start(
      Listening where, Exported exported, ThreadFactory threads, Faults faults) throws IOException {
    return start(where, exported, threads, faults, Limits.DEFAULT);
  }

  /** Likewise, over plain HTTP and for everybody; a taken port gives way to the next. */
  public static Exporter start(
      String host, int port, Exported exported, ThreadFactory threads, Faults faults)
      throws IOException {
    return start(host, port, exported, threads, faults, Limits.DEFAULT);
  }

  static Exporter start(
      String host, int port, Exported exported, ThreadFactory threads, Faults faults, Limits limits)
      throws IOException {
    return start(new Listening(host, port, false), exported, threads, faults, limits);
  }

  static Exporter start(
      Listening where, Exported exported, ThreadFactory threads, Faults faults, Limits limits)
      throws IOException {
    Door door = where.webConfig().isEmpty() ? null : new Door(where, threads, limits, faults);
    try {
      return start(where, door, exported, threads, faults, limits);
    } catch (IOException | RuntimeException e) {
      close(door);
      throw e;
    }
  }

  private static Exporter start(
      Listening where,
      @Nullable Door door,
      Exported exported,
      ThreadFactory threads,
      Faults faults,
      Limits limits)
      throws IOException {
    InetAddress host = InetAddress.getByName(where.host());
    // Named, so that it does not look for SLF4J; packaging puts a counter in the place of the
    // JDK's.
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    NettySettings settings = new NettySettings();
    settings.apply();
    try {
      Callers callers = new Callers(host, scheme(door));
      RequestHandler requests = new RequestHandler(new Routes(exported), callers, limits, faults);
      Connections connections =
          new Connections(limits, requests, door, faults, Ticker.systemTicker());
      return start(host, Ports.of(where), connections, door, threads);
    } finally {
      settings.withdraw();
    }
  }

  private static Exporter start(
      InetAddress host,
      List<Integer> ports,
      Connections connections,
      @Nullable Door door,
      ThreadFactory threads)
      throws IOException {
    // Not a group of one: its end would be told by a thread that is not ours and no daemon.
    EventLoop loop = new SingleThreadIoEventLoop(null, threads, NioIoHandler.newFactory());
    try {
      Channel listening = bind(server(loop, connections), host, ports);
      return new Exporter(loop, listening, connections, door);
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
        .handler(new Intake())
        .childOption(ChannelOption.ALLOCATOR, unpooled)
        // One who has said all he had to say may still be reading.
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
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

  /** Where it answers: {@code https://127.0.0.1:9922}. */
  public String url() {
    return scheme(door) + "://" + AddressText.of(address);
  }

  private static String scheme(@Nullable Door door) {
    return door == null ? "http" : door.scheme();
  }

  /** Whether the web-config as it is now is what holds; null where there is none. */
  public @Nullable BooleanSupplier lastReloadSuccessful() {
    return door == null ? null : door::lastReloadSuccessful;
  }

  /** Closes every connection and ends the threads; waits for that, but not for long. */
  @Override
  public synchronized void close() {
    if (!loop.isShuttingDown()) {
      loop.execute(this::hangUp);
    }
    stop(loop);
    close(door);
  }

  /**
   * Netty's loop closes what is open only if it is told to end before it looks for that; if it is
   * told between this look and the next, it ends and leaves all of it open.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // whoever closes waits for the loop's end
  private void hangUp() {
    listening.close();
    connections.close();
  }

  private static void close(@Nullable Door door) {
    if (door != null) {
      door.close();
    }
  }

  private static void stop(EventLoop loop) {
    loop.shutdownGracefully(0, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(PATIENCE_MILLIS);
  }
}
