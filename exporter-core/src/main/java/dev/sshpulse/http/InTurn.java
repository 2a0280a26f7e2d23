package dev.sshpulse.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests wait that come before earlier answers have been read; then what is behind them
 * waits in the socket, too. Answers thus never pile up. Nobody else pauses a connection: who would
 * have some wait asks here.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails closes the connection
final class InTurn extends ChannelInboundHandlerAdapter {

  /** Each request is two: its header and its end. */
  private static final int MOST = 2 * 100;

  private final Queue<Object> waiting = new ArrayDeque<>(0);
  private @Nullable ChannelHandlerContext context;
  private boolean held;

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
  }

  /** Lets what comes wait until {@link #goOn}. */
  void hold() {
    held = true;
    if (context != null) {
      context.channel().config().setAutoRead(false);
    }
  }

  void goOn() {
    held = false;
    if (context != null) {
      proceed(context);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (waiting.isEmpty() && mayPass(context.channel())) {
      context.fireChannelRead(message);
    } else if (waiting.size() < MOST) {
      context.channel().config().setAutoRead(false);
      waiting.add(message);
    } else {
      ReferenceCountUtil.release(message);
      context.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!waiting.isEmpty()) {
      proceed(context);
    }
    context.fireChannelWritabilityChanged();
  }

  private void proceed(ChannelHandlerContext context) {
    while (mayPass(context.channel()) && !waiting.isEmpty()) {
      next(context);
    }
    if (waiting.isEmpty() && !held) {
      context.channel().config().setAutoRead(true);
    }
  }

  private boolean mayPass(Channel channel) {
    return !held && isRead(channel);
  }

  /** Whether earlier answers are; also where no more will be given. */
  private static boolean isRead(Channel channel) {
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
    return unsent == null || unsent.isWritable();
  }

  private void next(ChannelHandlerContext context) {
    Object next = waiting.remove();
    if (next instanceof ChannelInputShutdownEvent) {
      context.fireUserEventTriggered(next);
    } else {
      context.fireChannelRead(next);
    }
  }

  /** The end of the client's words comes in turn, as well. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent && (held || !waiting.isEmpty())) {
      waiting.add(event);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    context.fireChannelInactive();
  }
}
