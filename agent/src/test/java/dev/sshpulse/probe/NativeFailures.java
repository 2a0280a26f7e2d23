package dev.sshpulse.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;

/**
 * On a native transport of Netty's, {@code epoll} or {@code uring}: a connect that is refused, a
 * channel that is reset, and one that writes into a broken pipe. Ends with its input.
 */
public final class NativeFailures {

  private NativeFailures() {}

  public static void main(String[] arguments) throws Exception {
    EventLoopGroup loop = loop(arguments[0]);
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(channel(arguments[0]))
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .handler(new Silent());
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      beRefused(bootstrap);
      beReset(bootstrap, listening);
      breakPipe(bootstrap, listening);
      closeInOrder(bootstrap, listening);
    }
    System.out.println("failed");
    System.in.read();
    loop.shutdownGracefully();
  }

  /** By name: which of them there are depends on the release. */
  private static EventLoopGroup loop(String transport) throws ReflectiveOperationException {
    if (transport.equals("epoll")) {
      Class<?> group = Class.forName("io.netty.channel.epoll.EpollEventLoopGroup");
      return (EventLoopGroup) group.getConstructor(int.class).newInstance(1);
    }
    Object handlers =
        Class.forName("io.netty.channel.uring.IoUringIoHandler")
            .getMethod("newFactory")
            .invoke(null);
    return (EventLoopGroup)
        Class.forName("io.netty.channel.MultiThreadIoEventLoopGroup")
            .getConstructor(int.class, Class.forName("io.netty.channel.IoHandlerFactory"))
            .newInstance(1, handlers);
  }

  private static Class<? extends Channel> channel(String transport) throws ClassNotFoundException {
    String name = transport.equals("epoll") ? "Epoll" : "IoUring";
    return Class.forName("io.netty.channel." + transport + "." + name + "SocketChannel")
        .asSubclass(Channel.class);
  }

  /** By a port that is taken, and where nobody listens. */
  private static void beRefused(Bootstrap bootstrap) throws Exception {
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      ChannelFuture connected = bootstrap.connect(taken.getLocalSocketAddress()).await();
      if (connected.isSuccess()) {
        throw new AssertionError("somebody listens at " + taken.getLocalSocketAddress());
      }
    }
  }

  private static void beReset(Bootstrap bootstrap, ServerSocket listening) throws Exception {
    Channel channel = connect(bootstrap, listening.getLocalSocketAddress());
    Socket peer = listening.accept();
    peer.setSoLinger(true, 0); // a close is a reset
    peer.close();
    channel.closeFuture().sync();
  }

  /** A channel that closes its half later is not closed by the peer's end. */
  private static void breakPipe(Bootstrap bootstrap, ServerSocket listening) throws Exception {
    Channel channel = connect(bootstrap, listening.getLocalSocketAddress());
    listening.accept().close();
    while (channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[64])).await().isSuccess()) {
      Thread.onSpinWait();
    }
    channel.close().sync();
  }

  /** No failure. */
  private static void closeInOrder(Bootstrap bootstrap, ServerSocket listening) throws Exception {
    Channel channel = connect(bootstrap, listening.getLocalSocketAddress());
    try (Socket peer = listening.accept()) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[64])).sync();
      peer.getInputStream().readNBytes(64);
      channel.close().sync();
    }
  }

  private static Channel connect(Bootstrap bootstrap, SocketAddress to) throws Exception {
    return bootstrap.connect(to).sync().channel();
  }

  /** Netty would print a warning for an exception that nobody handles. */
  private static final class Silent extends ChannelInboundHandlerAdapter {
    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
