package dev.sshpulse.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sshpulse.web.Tls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLEngine;

/** Begins TLS; whoever speaks plain HTTP instead is told so, in plain HTTP, and nothing else. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails closes the connection
final class TlsOrPlain extends ByteToMessageDecoder {
  /** The type of a record that carries a handshake (RFC 8446, section 5.1). */
  private static final int HANDSHAKE = 22;

  private static final String SENTENCE = "This port speaks HTTPS: ask it with https://\n";

  private static final String ANSWER =
      "HTTP/1.1 400 Bad Request\r\n"
          + "Content-Type: text/plain; charset=utf-8\r\n"
          + "Content-Length: "
          + SENTENCE.length()
          + "\r\nConnection: close\r\n\r\n"
          + SENTENCE;

  private final Tls tls;
  private final long withinMillis;
  private boolean refused;

  /**
   * @param withinMillis for the handshake
   */
  TlsOrPlain(Tls tls, long withinMillis) {
    this.tls = tls;
    this.withinMillis = withinMillis;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (refused) {
      in.skipBytes(in.readableBytes());
    } else if (in.getByte(in.readerIndex()) == HANDSHAKE) {
      context.pipeline().replace(this, "tls", handler(tls.newEngine()));
    } else {
      refused = true;
      in.skipBytes(in.readableBytes());
      context
          .writeAndFlush(Unpooled.copiedBuffer(ANSWER, US_ASCII))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  private SslHandler handler(SSLEngine engine) {
    SslHandler handler = new SslHandler(engine);
    handler.setHandshakeTimeoutMillis(withinMillis);
    // TLS 1.2 lets a client shake hands again and again, each time at our cost and unasked; with
    // nothing to agree on, that fails and closes. The JDK's own switch is the whole process's.
    handler.handshakeFuture().addListener(done -> engine.setEnabledCipherSuites(new String[0]));
    return handler;
  }
}
