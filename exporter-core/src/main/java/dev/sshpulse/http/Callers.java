package dev.sshpulse.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Tells who asks. A browser sends a user's password along with what a foreign page asks for, so
 * that a page of another origin is a stranger whoever sits before it.
 */
final class Callers {

  /** Set to true while a request is answered whose sender has proved to be a user. */
  static final AttributeKey<Boolean> USER = AttributeKey.valueOf(Callers.class, "user");

  /**
   * Tells whether what let the sender of a request in still holds; nobody sets it without a gate.
   */
  static final AttributeKey<BooleanSupplier> STILL_ADMITTED =
      AttributeKey.valueOf(Callers.class, "stillAdmitted");

  private final LocalCaller local;
  private final String scheme;

  /**
   * @param listening where the server listens
   * @param scheme {@code http} or {@code https}
   */
  Callers(InetAddress listening, String scheme) {
    this.local = new LocalCaller(listening);
    this.scheme = scheme;
  }

  Caller of(Channel channel, HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (!isOfTheSameOrigin(headers)) {
      return Caller.STRANGER;
    }
    if (isUser(channel)) {
      return Caller.USER;
    }
    return local.is(
            channel.remoteAddress(), channel.localAddress(), request.protocolVersion(), headers)
        ? Caller.LOCAL
        : Caller.STRANGER;
  }

  /** Whether who asks now has proved to be a user. */
  static boolean isUser(Channel channel) {
    return Boolean.TRUE.equals(channel.attr(USER).get());
  }

  private boolean isOfTheSameOrigin(HttpHeaders headers) {
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    return origins.isEmpty()
        || (origins.size() == 1
            && hosts.size() == 1
            && origins.get(0).equalsIgnoreCase(scheme + "://" + hosts.get(0)));
  }
}
