package dev.sshpulse.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Tells at once who speaks something else, before a line of it that never ends: TLS, above all, at
 * a port that speaks none. Goes when the first byte was right.
 */
final class FirstByte extends ChannelInboundHandlerAdapter {

  /** A record of TLS that shakes hands, RFC 8446 section 5.1. */
  private static final int TLS_HANDSHAKE = 0x16;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    int first = ((ByteBuf) message).getUnsignedByte(((ByteBuf) message).readerIndex());
    if (isOfHttp(first)) {
      context.fireChannelRead(message);
      context.pipeline().remove(this);
    } else {
      ReferenceCountUtil.release(message);
      context.fireUserEventTriggered(Answer.plain(400, refusal(first)));
    }
  }

  /** A method begins with a letter; a client may send an empty line before. */
  private static boolean isOfHttp(int first) {
    return (first >= 'A' && first <= 'Z')
        || (first >= 'a' && first <= 'z')
        || first == '\r'
        || first == '\n';
  }

  private static String refusal(int first) {
    return first == TLS_HANDSHAKE
        ? "This port speaks plain HTTP: ask with http:// instead of https://."
        : "This is no HTTP request that can be read.";
  }
}
