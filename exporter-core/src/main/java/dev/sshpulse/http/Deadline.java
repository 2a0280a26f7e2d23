package dev.sshpulse.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose next request is not there in time. Bytes alone buy no time, so that a
 * header sent one byte a second ends as well; it is told why.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails closes the connection
final class Deadline extends ChannelInboundHandlerAdapter {

  private final Limits limits;
  private final Seat seat;
  private long dueNanos;
  private @Nullable Future<?> check;

  Deadline(Limits limits, Seat seat) {
    this.limits = limits;
    this.seat = seat;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    dueIn(limits.firstRequestMillis(), context);
    checkWhenDue(context);
    context.fireChannelActive();
  }

  /** Only a number is written: a timer that is set anew would cost more than many an answer. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      seat.asks();
      dueIn(limits.nextRequestMillis(), context);
    }
    context.fireChannelRead(message);
  }

  private void dueIn(long millis, ChannelHandlerContext context) {
    dueNanos = now(context) + MILLISECONDS.toNanos(millis);
  }

  private void checkWhenDue(ChannelHandlerContext context) {
    check = context.executor().schedule(() -> check(context), dueNanos - now(context), NANOSECONDS);
  }

  private void check(ChannelHandlerContext context) {
    if (now(context) < dueNanos) {
      checkWhenDue(context);
    } else if (seat.isAsking()) {
      context.fireUserEventTriggered(
          Answer.plain(408, "A request must be here within seconds; this one was not."));
    } else {
      context.close();
    }
  }

  private static long now(ChannelHandlerContext context) {
    return context.executor().ticker().nanoTime();
  }

  /** A connection that became a stream has no next request. */
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (check != null) {
      check.cancel(false);
    }
  }
}
