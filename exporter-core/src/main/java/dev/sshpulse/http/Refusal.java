package dev.sshpulse.http;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is answered to a request that is wrong whatever it asks for, by RFC 9110 and 9112. */
final class Refusal {

  private static final Answer UNREADABLE =
      Answer.plain(400, "This is no HTTP request that can be read.");
  private static final Answer LINE_TOO_LONG =
      Answer.plain(414, "The request's line is too long: 4 KiB are read.");
  private static final Answer HEADER_TOO_LONG =
      Answer.plain(431, "The request's header is too long: 8 KiB are read, all lines together.");
  private static final Answer VERSION = Answer.plain(505, "HTTP/1.1 and HTTP/1.0 are spoken here.");
  private static final Answer HOST =
      Answer.plain(400, "A request names its host once, as in Host: 127.0.0.1:9922.");
  private static final Answer TARGET =
      Answer.plain(400, "A request asks for a path, as in GET /metrics, or http://host/metrics.");
  private static final Answer METHOD = Answer.plain(405, "Only GET and HEAD are answered here.");
  private static final Answer BODY = Answer.plain(413, "No request body is taken here.");

  private Refusal() {}

  /** Why the connection is of no more use, for nobody can tell where the next request begins. */
  static @Nullable Answer forGood(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return unreadable(request.decoderResult().cause());
    }
    if (!isSpoken(request.protocolVersion())) {
      return VERSION;
    }
    if (!namesItsHost(request)) {
      return HOST;
    }
    return hasBody(request) ? withBody(request.method()) : null;
  }

  /** Why this request alone is refused. */
  static @Nullable Answer once(HttpRequest request) {
    if (!isAllowed(request.method())) {
      return METHOD;
    }
    return Target.isWellFormed(request.uri(), request.headers().get(HttpHeaderNames.HOST))
        ? null
        : TARGET;
  }

  static Answer unreadable(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return LINE_TOO_LONG;
    }
    return cause instanceof TooLongFrameException ? HEADER_TOO_LONG : UNREADABLE;
  }

  private static boolean isSpoken(HttpVersion version) {
    return version.protocolName().equals("HTTP") && version.majorVersion() == 1;
  }

  /** Only HTTP/1.0 may leave it out. */
  private static boolean namesItsHost(HttpRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    return hosts.isEmpty()
        ? request.protocolVersion().equals(HttpVersion.HTTP_1_0)
        : hosts.size() == 1 && Target.isHost(hosts.get(0));
  }

  private static boolean hasBody(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }

  private static Answer withBody(HttpMethod method) {
    return isAllowed(method) ? BODY : METHOD;
  }

  private static boolean isAllowed(HttpMethod method) {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
