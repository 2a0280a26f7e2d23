package dev.sshpulse.http;

import dev.sshpulse.model.Faults;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers each request as soon as its header is there. Shared by all connections. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails closes the connection
@Sharable
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {

  static final String TOO_OFTEN = "Too many requests: 30 a second from one address, 100 from all.";

  /** Less is always answered: a scrape must not fail because others ask for more. */
  private static final int MUCH = 256 * 1024;

  /** Beyond it the machine is busy, which is nobody's fault who asks. */
  private static final long MOST_PAID_NANOS = 40_000_000;

  private final Routes routes;
  private final Callers callers;
  private final Limits limits;
  private final Faults faults;

  /** Bytes of answers that nobody has read yet; all connections share one thread. */
  private long unread;

  /** Not before somebody opens the page. */
  private @Nullable EventStreams events;

  RequestHandler(Routes routes, Callers callers, Limits limits, Faults faults) {
    super(HttpObject.class);
    this.routes = routes;
    this.callers = callers;
    this.limits = limits;
    this.faults = faults;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message instanceof HttpRequest request) {
      answer(context, request);
    } else if (message.decoderResult().isFailure()) {
      refuse(context, Refusal.unreadable(message.decoderResult().cause()));
    }
  }

  private void answer(ChannelHandlerContext context, HttpRequest request) {
    boolean mayAsk = mayAsk(context.channel());
    Answer refusal = Refusal.forGood(request);
    if (refusal != null) {
      refuse(context, refusal);
    } else if (!mayAsk) {
      refuse(context, Answer.plain(429, TOO_OFTEN));
    } else if (isForEvents(request)) {
      tellEvents(context, request);
    } else {
      long from = System.nanoTime();
      answerOf(context, request);
      payForMore(context.channel(), request, System.nanoTime() - from);
    }
  }

  private void answerOf(ChannelHandlerContext context, HttpRequest request) {
    send(
        context,
        onceRefusedOrRouted(context, request),
        Accept.allowsGzip(request.headers().get(HttpHeaderNames.ACCEPT_ENCODING)),
        request);
  }

  /**
   * A scrape's time is free: it must not cost most when the host is busy, and it is most wanted.
   */
  private static void payForMore(Channel channel, HttpRequest request, long nanos) {
    if (!isScrape(request) && !Callers.isUser(channel)) {
      Seat.of(channel).paysForTime(Math.min(nanos, MOST_PAID_NANOS));
    }
  }

  private static boolean isScrape(HttpRequest request) {
    return Path.of(Target.originForm(request.uri())) == Path.METRICS;
  }

  /** Users are known, and have a limit of their own if somebody sets one. */
  private static boolean mayAsk(Channel channel) {
    return Callers.isUser(channel) || Seat.of(channel).pays();
  }

  private Answer onceRefusedOrRouted(ChannelHandlerContext context, HttpRequest request) {
    Answer refusal = Refusal.once(request);
    return refusal != null ? refusal : routed(context, request);
  }

  private static boolean isForEvents(HttpRequest request) {
    return request.method().equals(HttpMethod.GET)
        && Path.of(Target.originForm(request.uri())) == Path.EVENTS
        && Refusal.once(request) == null;
  }

  private void tellEvents(ChannelHandlerContext context, HttpRequest request) {
    if (events == null) {
      events = new EventStreams(routes.exported(), faults, limits, (EventLoop) context.executor());
    }
    boolean addresses = callers.of(context.channel(), request).seesAddresses();
    Answer refusal = events.refusal(context.channel(), addresses);
    if (refusal != null) {
      refuse(context, refusal);
    } else {
      events.open(context.channel(), addresses);
    }
  }

  private Answer routed(ChannelHandlerContext context, HttpRequest request) {
    try {
      return routes.answer(
          Target.originForm(request.uri()),
          request.headers().get(HttpHeaderNames.ACCEPT),
          callers.of(context.channel(), request),
          context.executor());
    } catch (RuntimeException | LinkageError e) {
      faults.swallowed(Faults.Where.HTTP);
      // Its message may name an address, and the caller be a stranger.
      return Answer.plain(
          500, "sshpulse failed to answer this, and counted it: " + e.getClass().getName());
    }
  }

  /** Something on the way here has decided that this is the last answer. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Answer last) {
      refuse(context, last);
    } else if (event instanceof ChannelInputShutdownEvent) {
      // The client has said all it had to say; it may still be reading.
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  private void refuse(ChannelHandlerContext context, Answer answer) {
    if (isForLackOfRoom(answer)) {
      faults.dropped(Faults.What.REQUEST);
    }
    Seat.of(context.channel()).isRefused();
    context.pipeline().replace(this, null, new Farewell());
    DefaultFullHttpResponse response = response(answer, false);
    HttpUtil.setKeepAlive(response, false);
    context.writeAndFlush(response).addListener(sent -> endOutput(context.channel()));
  }

  private static boolean isForLackOfRoom(Answer answer) {
    return answer.status() == 429 || answer.status() == 503;
  }

  /** With the answer's length known, a client over TLS needs no end; its own close comes later. */
  private static void endOutput(Channel channel) {
    if (channel instanceof DuplexChannel duplex
        && channel.pipeline().get(SslHandler.class) == null) {
      duplex.shutdownOutput();
    }
  }

  private void send(
      ChannelHandlerContext context, Answer answer, boolean mayBeCompressed, HttpRequest request) {
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    DefaultFullHttpResponse response = response(bounded(answer), mayBeCompressed);
    setKeepAlive(response, keepAlive, request.protocolVersion());
    int size = response.content().readableBytes();
    payForWhatStays(context.channel(), request, answer.body().length(), size);
    unread += size;
    context
        .writeAndFlush(response)
        .addListener(read -> unread -= size)
        .addListener(
            keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
  }

  /** What leaves of a scrape is paid as it does; to make the rest took as much. */
  private static void payForWhatStays(Channel channel, HttpRequest request, int made, int size) {
    if (isScrape(request) && !Callers.isUser(channel)) {
      int leaves = request.method().equals(HttpMethod.HEAD) ? 0 : size;
      Seat.of(channel).pays(Math.max(0, made - leaves));
    }
  }

  /** A client of HTTP/1.0 that wishes to stay has to be told that it may. */
  private static void setKeepAlive(
      DefaultFullHttpResponse response, boolean keepAlive, HttpVersion version) {
    if (!keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (version.equals(HttpVersion.HTTP_1_0)) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  /** Many who ask for much and do not read must not fill the host's memory. */
  private Answer bounded(Answer answer) {
    int size = answer.body().length();
    if (size <= MUCH || unread + size <= limits.unreadBytes()) {
      return answer;
    }
    faults.dropped(Faults.What.REQUEST);
    return Answer.plain(503, "Too much that was asked for is still to be read: ask again later.");
  }

  private DefaultFullHttpResponse response(Answer answer, boolean mayBeCompressed) {
    Body body = routes.body(answer, mayBeCompressed);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(body.bytes));
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.bytes.length);
    if (body.compressed) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
    }
    // All of it is of this moment, and some of it for this caller alone.
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Content-Security-Policy", answer.policy());
    if (answer.status() == 405) {
      headers.set(HttpHeaderNames.ALLOW, "GET, HEAD");
    } else if (answer.status() == 401) {
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"sshpulse\", charset=\"UTF-8\"");
    } else if (isForLackOfRoom(answer)) {
      headers.set(HttpHeaderNames.RETRY_AFTER, "1");
    }
    return response;
  }

  /** A peer that goes away is no failure of ours. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      faults.swallowed(Faults.Where.HTTP);
    }
    context.close();
  }
}
