package dev.sshpulse.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One open page. Whoever reads too slowly is told nothing until it has read, then all of it anew;
 * whoever does not read at all is closed. So what waits for it is one event at most.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails closes the connection
final class EventStream extends ChannelInboundHandlerAdapter {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Channel channel;
  private final EventGroup group;
  private boolean missedSome;
  private long lastTold;

  EventStream(Channel channel, EventGroup group) {
    this.channel = channel;
    this.group = group;
    this.lastTold = now();
  }

  /** Whoever asks again is let in, or not, by what holds now. */
  boolean mayStay() {
    BooleanSupplier admitted = channel.attr(Callers.STILL_ADMITTED).get();
    return admitted == null || admitted.getAsBoolean();
  }

  void close() {
    channel.close();
  }

  boolean isFromLoopback() {
    return isFromLoopback(channel);
  }

  static boolean isFromLoopback(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress caller
        && caller.getAddress().isLoopbackAddress();
  }

  /** Whether it has missed something, or would miss the next. */
  boolean isBehind() {
    missedSome |= !channel.isWritable();
    return missedSome;
  }

  /** Tells all of it anew, if it has read what it was told before. */
  void catchUp(Supplier<byte[]> snapshot) {
    if (channel.isWritable()) {
      missedSome = false;
      tell(snapshot.get());
    } else if (now() - lastTold > PATIENCE_NANOS) {
      channel.close();
    }
  }

  void tell(byte[] event) {
    if (!group.mayWait(event.length)) {
      channel.close();
      return;
    }
    lastTold = now();
    group.waits(event.length);
    channel
        .writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(event)))
        .addListener(read -> group.isRead(event.length));
  }

  private long now() {
    return channel.eventLoop().ticker().nanoTime();
  }

  /** Another request would have no answer: this one's never ends. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
    if (message instanceof HttpRequest) {
      context.close();
    }
  }

  /** A browser that says no more has closed the page; and there is no room for a last answer. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof Answer) {
      context.close();
    }
  }

  /** A page that is closed is no failure of ours. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
