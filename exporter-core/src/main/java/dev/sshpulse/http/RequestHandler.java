package dev.sshpulse.http;

import dev.sshpulse.model.Faults;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
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
import java.io.IOException;

/** Answers each request as soon as its header is there. Shared by all connections. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails closes the connection
@Sharable
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {

  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  /** Less is always answered: a scrape must not fail because others ask for more. */
  private static final int MUCH = 256 * 1024;

  private final Routes routes;
  private final LocalCaller local;
  private final Limits limits;
  private final Faults faults;

  /** Bytes of answers that nobody has read yet; all connections share one thread. */
  private long unread;

  RequestHandler(Routes routes, LocalCaller local, Limits limits, Faults faults) {
    super(HttpObject.class);
    this.routes = routes;
    this.local = local;
    this.limits = limits;
    this.faults = faults;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message.decoderResult().isFailure()) {
      refuse(context, unreadable(message.decoderResult().cause()));
    } else if (message instanceof HttpRequest request) {
      answer(context, request);
    }
  }

  private void answer(ChannelHandlerContext context, HttpRequest request) {
    boolean hasBody =
        HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    if (hasBody) {
      refuse(context, Answer.plain(413, "No request body is taken here."));
    } else if (!context.channel().isWritable()) {
      // It asks and asks, and does not read.
      context.close();
    } else {
      send(
          context,
          allowedOrNot(context.channel(), request),
          Accept.allowsGzip(request.headers().get(HttpHeaderNames.ACCEPT_ENCODING)),
          HttpUtil.isKeepAlive(request));
    }
  }

  private Answer allowedOrNot(Channel channel, HttpRequest request) {
    HttpMethod method = request.method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
        ? routed(channel, request)
        : Answer.plain(405, "Only GET and HEAD are answered here.");
  }

  private Answer routed(Channel channel, HttpRequest request) {
    HttpHeaders headers = request.headers();
    try {
      return routes.answer(
          request.uri(),
          headers.get(HttpHeaderNames.ACCEPT),
          local.is(
              channel.remoteAddress(), channel.localAddress(), request.protocolVersion(), headers));
    } catch (RuntimeException | LinkageError e) {
      faults.swallowed(Faults.Where.HTTP);
      return Answer.plain(500, "sshpulse could not answer this: " + e);
    }
  }

  private static Answer unreadable(Throwable cause) {
    return cause instanceof TooLongFrameException
        ? Answer.plain(431, "The request's line or header is too long.")
        : Answer.plain(400, "This is no HTTP request that can be read.");
  }

  private void refuse(ChannelHandlerContext context, Answer answer) {
    send(context, answer, false, false);
  }

  private void send(
      ChannelHandlerContext context, Answer answer, boolean mayBeCompressed, boolean keepAlive) {
    DefaultFullHttpResponse response = response(bounded(answer), mayBeCompressed);
    HttpUtil.setKeepAlive(response, keepAlive);
    int size = response.content().readableBytes();
    unread += size;
    context
        .writeAndFlush(response)
        .addListener(read -> unread -= size)
        .addListener(
            keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
  }

  /** Many who ask for much and do not read must not fill the host's memory. */
  private Answer bounded(Answer answer) {
    int size = answer.body().length();
    return size > MUCH && unread + size > limits.unreadBytes()
        ? Answer.plain(503, "Too much that was asked for is still to be read: ask again later.")
        : answer;
  }

  private static DefaultFullHttpResponse response(Answer answer, boolean mayBeCompressed) {
    Body body = Body.of(answer.body(), mayBeCompressed);
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
    headers.set("Content-Security-Policy", POLICY);
    if (answer.status() == 405) {
      headers.set(HttpHeaderNames.ALLOW, "GET, HEAD");
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
