package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sshpulse.model.Faults;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
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

  private final Routes routes;
  private final Faults faults;

  RequestHandler(Routes routes, Faults faults) {
    super(HttpObject.class);
    this.routes = routes;
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
      send(context, allowedOrNot(request), HttpUtil.isKeepAlive(request));
    }
  }

  private Answer allowedOrNot(HttpRequest request) {
    HttpMethod method = request.method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
        ? routed(request)
        : Answer.plain(405, "Only GET and HEAD are answered here.");
  }

  private Answer routed(HttpRequest request) {
    try {
      return routes.answer(request.uri(), request.headers().get(HttpHeaderNames.ACCEPT));
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

  private static void refuse(ChannelHandlerContext context, Answer answer) {
    send(context, answer, false);
  }

  private static void send(ChannelHandlerContext context, Answer answer, boolean keepAlive) {
    DefaultFullHttpResponse response = response(answer);
    HttpUtil.setKeepAlive(response, keepAlive);
    context
        .writeAndFlush(response)
        .addListener(
            keepAlive ? ChannelFutureListener.CLOSE_ON_FAILURE : ChannelFutureListener.CLOSE);
  }

  private static DefaultFullHttpResponse response(Answer answer) {
    byte[] body = answer.body().getBytes(UTF_8);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(body));
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
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
