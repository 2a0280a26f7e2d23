package dev.sshpulse.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Lets in 2,000 connections a second; the others wait in the kernel. To let one in and another out
 * costs about 150 µs, so that a flood of them takes a third of a core from the application at most.
 *
 * <p>Shared by the ports that are tried; only one of them is listened on.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
@Sharable
final class Intake extends ChannelInboundHandlerAdapter {

  private static final int AT_ONCE = 100;
  private static final int WINDOW_MILLIS = 50;

  private int came;

  @Override
  public void channelRead(ChannelHandlerContext context, Object connection) {
    came++;
    if (came == 1) {
      context.executor().schedule(() -> open(context), WINDOW_MILLIS, MILLISECONDS);
    }
    if (came == AT_ONCE) {
      context.channel().config().setAutoRead(false);
    }
    context.fireChannelRead(connection);
  }

  private void open(ChannelHandlerContext context) {
    came = 0;
    context.channel().config().setAutoRead(true);
  }
}
