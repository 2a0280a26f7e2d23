package dev.sshpulse.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;

/** Furnishes each new connection, or closes it when there are too many. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails closes the connection
final class Connections extends ChannelInitializer<Channel> {

  private final Limits limits;
  private final RequestHandler requests;
  private int open;

  Connections(Limits limits, RequestHandler requests) {
    this.limits = limits;
    this.requests = requests;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (open >= limits.connections()) {
      channel.close();
      return;
    }
    open++;
    // All connections share one thread, so that no two of these run at a time.
    channel.closeFuture().addListener(closed -> open--);
    channel.pipeline().addLast(new HttpServerCodec(decoder()), new Deadline(limits), requests);
  }

  private HttpDecoderConfig decoder() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(limits.lineBytes())
        .setMaxHeaderSize(limits.headerBytes());
  }
}
