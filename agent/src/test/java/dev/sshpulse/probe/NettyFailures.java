package dev.sshpulse.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A channel of Netty's that is reset, and one that writes into a broken pipe. Ends with its input.
 */
public final class NettyFailures {

  private NettyFailures() {}

  public static void main(String[] arguments) throws Exception {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      beReset(loop, listening);
      breakPipe(loop, listening);
    }
    System.out.println("failed");
    System.in.read();
    loop.shutdownGracefully();
  }

  private static void beReset(EventLoopGroup loop, ServerSocket listening) throws Exception {
    Channel channel = connect(loop, listening, true);
    Socket peer = listening.accept();
    peer.setSoLinger(true, 0); // a close is a reset
    peer.close();
    channel.closeFuture().sync();
  }

  /** Reads nothing, so that only a write can meet the peer's absence. */
  private static void breakPipe(EventLoopGroup loop, ServerSocket listening) throws Exception {
    Channel channel = connect(loop, listening, false);
    listening.accept().close();
    while (channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[64])).await().isSuccess()) {
      Thread.onSpinWait();
    }
    channel.close().sync();
  }

  private static Channel connect(EventLoopGroup loop, ServerSocket listening, boolean reads)
      throws IOException, InterruptedException {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, reads)
        .handler(new Silent())
        .connect(listening.getLocalSocketAddress())
        .sync()
        .channel();
  }

  /** Netty would print a warning for an exception that nobody handles. */
  private static final class Silent extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
