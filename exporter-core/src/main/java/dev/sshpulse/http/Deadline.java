package dev.sshpulse.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose next request is not there in time. Bytes alone buy no time, so that a
 * header sent one byte a second ends as well.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails closes the connection
final class Deadline extends ChannelInboundHandlerAdapter {

  private final Limits limits;
  private @Nullable Future<?> closing;

  Deadline(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    closeAfter(limits.firstRequestMillis(), context);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      closeAfter(limits.nextRequestMillis(), context);
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel();
    context.fireChannelInactive();
  }

  private void closeAfter(long millis, ChannelHandlerContext context) {
    cancel();
    closing = context.executor().schedule(() -> context.close(), millis, MILLISECONDS);
  }

  private void cancel() {
    if (closing != null) {
      closing.cancel(false);
    }
  }
}
