package dev.sshpulse.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands where requests were answered once one was refused for good: reads what the client is still
 * sending, and forgets it. Closed at once, the kernel would answer those bytes with a reset, and
 * that would take from the client what it was told.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails is one
final class Farewell extends ChannelInboundHandlerAdapter {

  private static final long PATIENCE_MILLIS = 2_000;

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.executor().schedule(() -> context.close(), PATIENCE_MILLIS, MILLISECONDS);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
