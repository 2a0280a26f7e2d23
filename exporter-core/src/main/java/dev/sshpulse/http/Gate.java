package dev.sshpulse.http;

import dev.sshpulse.web.Tls;
import dev.sshpulse.web.Users;
import dev.sshpulse.web.WebConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Lets the requests of one connection in, one after the other, or refuses them and closes. While a
 * password is compared, what came behind it waits.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails closes the connection
final class Gate extends ChannelDuplexHandler {
  private final Supplier<WebConfig> web;
  private final @Nullable Tls tls;
  private final Passwords passwords;
  private final TokenBucket ofUsers;
  private final TokenBucket ofOthers;
  private final InTurn requests;
  private boolean refused;

  /**
   * @param tls of this connection; null: none
   * @param ofUsers counts the requests of those who are known, whom others must not keep out
   * @param requests those of this connection
   */
  Gate(
      Supplier<WebConfig> web,
      @Nullable Tls tls,
      Passwords passwords,
      TokenBucket ofUsers,
      TokenBucket ofOthers,
      InTurn requests) {
    this.web = web;
    this.tls = tls;
    this.passwords = passwords;
    this.ofUsers = ofUsers;
    this.ofOthers = ofOthers;
    this.requests = requests;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request && request.decoderResult().isSuccess()) {
      decide(context, request);
    } else {
      context.fireChannelRead(message);
    }
  }

  private void decide(ChannelHandlerContext context, HttpRequest request) {
    WebConfig config = web.get();
    context.channel().attr(Callers.STILL_ADMITTED).set(() -> config.equals(web.get()));
    Users users = config.users();
    Credentials credentials = credentials(request);
    boolean known = users != null && credentials != null && passwords.remembers(users, credentials);
    if (!(known ? ofUsers : ofOthers).takes(config.rateLimit())) {
      refuse(context, 429, "More requests than rate_limit of the web-config allows.");
    } else if (known) {
      admit(context, request, true);
    } else if (users == null) {
      admit(context, request, tls != null && tls.namesClients());
    } else {
      ask(context, request, users, credentials);
    }
  }

  private static @Nullable Credentials credentials(HttpRequest request) {
    return Credentials.of(request.headers().get(HttpHeaderNames.AUTHORIZATION));
  }

  private void ask(
      ChannelHandlerContext context,
      HttpRequest request,
      Users users,
      @Nullable Credentials credentials) {
    if (!Seat.of(context.channel()).pays()) {
      refuse(context, 429, RequestHandler.TOO_OFTEN);
    } else if (credentials == null) {
      refuse(context, 401, "A user of the web-config is asked for here.");
    } else if (passwords.ask(
        users,
        credentials,
        context.channel().remoteAddress(),
        context.executor(),
        (good, nanos) -> decided(context, request, good, nanos))) {
      requests.hold();
    } else {
      refuse(context, 503, "Too many passwords wait to be compared: ask again later.");
    }
  }

  private void decided(
      ChannelHandlerContext context, HttpRequest request, boolean good, long nanos) {
    if (!good) {
      Seat.of(context.channel()).paysForTime(nanos);
    }
    if (!context.channel().isActive()) {
      ReferenceCountUtil.release(request);
    } else if (good) {
      admit(context, request, true);
    } else {
      refuse(context, 401, "That is no user of the web-config, or not the password.");
    }
    requests.goOn();
  }

  private static void admit(ChannelHandlerContext context, HttpRequest request, boolean user) {
    context.channel().attr(Callers.USER).set(user);
    context.fireChannelRead(request);
  }

  /** For good: what may follow is the rest of what was refused, which is read and forgotten. */
  private void refuse(ChannelHandlerContext context, int status, String sentence) {
    refused = true;
    context.fireUserEventTriggered(Answer.plain(status, sentence));
  }

  /** A connection of before takes the new certificate and the new authorities by coming again. */
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      for (Map.Entry<String, String> header : web.get().headers().entrySet()) {
        response.headers().set(header.getKey(), header.getValue());
      }
      if (response instanceof FullHttpResponse && tls != web.get().tls()) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        promise.unvoid().addListener(ChannelFutureListener.CLOSE);
      }
    }
    context.write(message, promise);
  }

  /** A handshake that fails is the client's affair, as is a connection that it tears. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
      context.close();
    } else {
      context.fireExceptionCaught(cause);
    }
  }
}
